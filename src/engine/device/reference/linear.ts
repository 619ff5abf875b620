import type { Call, Work } from './kernel.ts';
import { addScaled, dot } from './products.ts';

/** out (N, OC) = x (N, C) · weight (C, OC) + bias (OC) + residual (N, OC). residual may be out. */
export function* linear({ x, weight, bias, residual, out, N, C, OC }: Call<'linear'>): Work {
  const sums = new Float64Array(OC);
  for (let n = 0; n < N; n++) {
    const row = n * OC;
    sums.fill(0);
    for (let c = 0; c < C; c++) addScaled(sums, 0, x[n * C + c], weight, c * OC, OC);
    if (bias) for (let o = 0; o < OC; o++) sums[o] += bias[o];
    if (residual) for (let o = 0; o < OC; o++) sums[o] += residual[row + o];
    out.set(sums, row);
    yield C * OC;
  }
}

/** dX (N, C) is overwritten; dWeight (C, OC) and dBias (OC) add; of dOut (N, OC). */
export function* linearBackward({ dOut, x, weight, dX, dWeight, dBias, N, C, OC }: Call<'linearBackward'>): Work {
  // out[n,o] = Σ_c x[n,c] · weight[c,o], seen from x
  if (dX) {
    for (let n = 0; n < N; n++) {
      for (let c = 0; c < C; c++) dX[n * C + c] = dot(dOut, n * OC, weight, c * OC, OC);
      yield C * OC;
    }
  }
  const sums = new Float64Array(OC);
  // out[n,o] = Σ_c x[n,c] · weight[c,o], seen from weight
  if (dWeight) {
    for (let c = 0; c < C; c++) {
      sums.fill(0);
      for (let n = 0; n < N; n++) addScaled(sums, 0, x[n * C + c], dOut, n * OC, OC);
      for (let o = 0; o < OC; o++) dWeight[c * OC + o] += sums[o];
      yield N * OC;
    }
  }
  // out[n,o] = … + bias[o]
  if (dBias) {
    sums.fill(0);
    for (let n = 0; n < N; n++) addScaled(sums, 0, 1, dOut, n * OC, OC);
    for (let o = 0; o < OC; o++) dBias[o] += sums[o];
  }
}
