import type { Call, Work } from './kernel.ts';
import { addProduct, matrix, rowsOf, transposed } from './matrix.ts';

/** Rows of a product that are summed at a time. */
const ROWS = 16;

/** out (N, OC) = x (N, C) · weight (C, OC) + bias (OC) + residual (N, OC). residual may be out. */
export function* linear({ x, weight, bias, residual, out, N, C, OC }: Call<'linear'>): Work {
  for (let first = 0; first < N; first += ROWS) {
    const rows = rowsOf(matrix(x, N, C), first, ROWS);
    const sums = new Float64Array(rows.rows * OC);
    addProduct(sums, rows, matrix(weight, C, OC));
    if (bias) for (let i = 0; i < sums.length; i++) sums[i] += bias[i % OC];
    if (residual) for (let i = 0; i < sums.length; i++) sums[i] += residual[first * OC + i];
    out.set(sums, first * OC);
    yield sums.length * C;
  }
}

/** dX (N, C) is overwritten; dWeight (C, OC) and dBias (OC) add; of dOut (N, OC). */
export function* linearBackward({ dOut, x, weight, dX, dWeight, dBias, N, C, OC }: Call<'linearBackward'>): Work {
  // out = x · weight, seen from x
  for (let first = 0; dX && first < N; first += ROWS) {
    const rows = rowsOf(matrix(dOut, N, OC), first, ROWS);
    const sums = new Float64Array(rows.rows * C);
    addProduct(sums, rows, transposed(matrix(weight, C, OC)));
    dX.set(sums, first * C);
    yield sums.length * OC;
  }
  // out = x · weight, seen from weight
  for (let first = 0; dWeight && first < C; first += ROWS) {
    const columns = rowsOf(transposed(matrix(x, N, C)), first, ROWS);
    const sums = new Float64Array(columns.rows * OC);
    addProduct(sums, columns, matrix(dOut, N, OC));
    for (let i = 0; i < sums.length; i++) dWeight[first * OC + i] += sums[i];
    yield sums.length * N;
  }
  // out = … + bias
  for (let o = 0; dBias && o < OC; o++) {
    let sum = 0;
    for (let n = 0; n < N; n++) sum += dOut[n * OC + o];
    dBias[o] += sum;
  }
}
