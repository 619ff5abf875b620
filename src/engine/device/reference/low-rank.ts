import { TensorFault } from '../backend.ts';
import type { Call, Work } from './kernel.ts';
import { addProduct, columnsOf, type Matrix, matrix, rowsOf, transposed } from './matrix.ts';

/**
 * h (N, H) = x (N, C) · aᵀ of a (H, C), overwritten; out (N, OC) adds, in the columns of each part, scale times the part's R
 * columns of h times its rows of b (OC, R) transposed.
 */
export function* lowRank({ x, a, b, ends, h, out, N, C, H, OC, R, M, scale }: Call<'lowRank'>): Work {
  const parts = partsOf('lowRank', ends, M, OC);
  const sums = new Float64Array(N * H);
  addProduct(sums, matrix(x, N, C), transposed(matrix(a, H, C)));
  h.set(sums);
  yield N * C * H;
  for (const [m, { first, columns }] of parts.entries()) {
    const own = transposed(rowsOf(matrix(b, OC, R), first, columns));
    addScaledProduct(out, first, OC, columnsOf(matrix(h, N, H), m * R, R), own, scale);
    yield N * columns * R;
  }
}

/** dH (N, H) is overwritten; dX (N, C), dA (H, C) and dB (OC, R) add; of dOut (N, OC) and what the forward left in h (N, H). */
export function* lowRankBackward(call: Call<'lowRankBackward'>): Work {
  const { dOut, x, a, b, ends, h, dH, dX, dA, dB, N, OC, C, H, R, M, scale } = call;
  const parts = partsOf('lowRankBackward', ends, M, OC);
  for (const [m, { first, columns }] of parts.entries()) {
    const dPart = columnsOf(matrix(dOut, N, OC), first, columns);
    // out[:, part] = scale · h[:, part] · b[part]ᵀ, seen from h
    const sums = new Float64Array(N * R);
    addProduct(sums, dPart, rowsOf(matrix(b, OC, R), first, columns));
    for (let i = 0; i < sums.length; i++) dH[Math.floor(i / R) * H + m * R + (i % R)] = scale * sums[i];
    // the same, seen from b
    addScaledProduct(dB, first * R, R, transposed(dPart), columnsOf(matrix(h, N, H), m * R, R), scale);
    yield 2 * N * columns * R;
  }
  // h = x · aᵀ, seen from x and from a
  addScaledProduct(dX, 0, C, matrix(dH, N, H), matrix(a, H, C), 1);
  addScaledProduct(dA, 0, C, transposed(matrix(dH, N, H)), matrix(x, N, C), 1);
  yield 2 * N * C * H;
}

/** The first column and the number of columns of each part. */
function partsOf(operation: string, ends: Int32Array, M: number, OC: number): { first: number; columns: number }[] {
  const parts = Array.from({ length: M }, (_, m) => {
    const first = m === 0 ? 0 : ends[m - 1];
    return { first, columns: ends[m] - first };
  });
  if (parts.some(({ columns }) => columns < 0) || ends[M - 1] !== OC) {
    throw new TensorFault(
      `${operation}(ends) is ${ends.join(', ')}, expected ${M} rising numbers of which the last is ${OC}.`,
    );
  }
  return parts;
}

/** Adds factor · left · right to rows of `out` that are `stride` apart, from element `start` on. */
function addScaledProduct(
  out: Float32Array,
  start: number,
  stride: number,
  left: Matrix,
  right: Matrix,
  factor: number,
): void {
  const sums = new Float64Array(left.rows * right.columns);
  addProduct(sums, left, right);
  for (let i = 0; i < sums.length; i++) {
    out[start + Math.floor(i / right.columns) * stride + (i % right.columns)] += factor * sums[i];
  }
}
