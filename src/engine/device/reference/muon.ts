import type { Call, Work } from './kernel.ts';
import { addProduct, type Matrix, matrix, transposed } from './matrix.ts';

const STEPS = 5;
/** Jordan's, of the polynomial a x + b x³ + c x⁵ that five times applied brings (0, 1] near 1. */
const [LINEAR, CUBIC, QUINTIC] = [3.4445, -4.775, 2.0315];
const SMALLEST_NORM = 1e-7;

/** parameter, gradient, m (C, OC), of which every OC / parts columns are a matrix of their own. */
export function* muon(call: Call<'muon'>): Work {
  const { parameter, gradient, m, C, OC, learning_rate, momentum, gradientScale, weight_decay, parts } = call;
  const columns = OC / parts;
  const kept = 1 - learning_rate * weight_decay;
  const rate = learning_rate * 0.2 * Math.sqrt(Math.max(C, columns));
  for (let part = 0; part < parts; part++) {
    const update = new Float32Array(C * columns);
    const place = (i: number) => Math.floor(i / columns) * OC + part * columns + (i % columns);
    for (let i = 0; i < update.length; i++) {
      const at = place(i);
      const g = (1 - momentum) * gradientScale * gradient[at];
      m[at] = momentum * m[at] + g;
      update[i] = momentum * m[at] + g;
    }
    const orthogonal = yield* orthogonalised(update, C, columns);
    for (let i = 0; i < orthogonal.length; i++) {
      const at = place(i);
      parameter[at] = kept * parameter[at] - rate * orthogonal[i];
    }
  }
}

/** x (rows, columns) with all of its singular values brought near 1. */
function* orthogonalised(x: Float32Array, rows: number, columns: number): Generator<number, Float32Array> {
  const norm = Math.max(SMALLEST_NORM, Math.hypot(...rowNorms(x, rows, columns)));
  let current = x.map((value) => value / norm);
  const isTall = rows > columns;
  const side = Math.min(rows, columns);
  for (let step = 0; step < STEPS; step++) {
    const whole = matrix(current, rows, columns);
    const wide = isTall ? transposed(whole) : whole;
    const gram = product(wide, transposed(wide));
    const square = product(matrix(gram, side, side), matrix(gram, side, side));
    const mixed = matrix(
      gram.map((value, i) => CUBIC * value + QUINTIC * square[i]),
      side,
      side,
    );
    const moved = isTall ? product(whole, mixed) : product(mixed, whole);
    current = moved.map((value, i) => LINEAR * current[i] + value);
    yield 2 * rows * columns * side + side ** 3;
  }
  return current;
}

function rowNorms(x: Float32Array, rows: number, columns: number): number[] {
  return Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) sum += x[i] * x[i];
    return Math.sqrt(sum);
  });
}

function product(a: Matrix, b: Matrix): Float32Array {
  const sums = new Float64Array(a.rows * b.columns);
  addProduct(sums, a, b);
  return Float32Array.from(sums);
}
