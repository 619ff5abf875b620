import type { Call } from './kernel.ts';

/** out (N, C) = x · rstd · weight (C), with rstd (N) = 1/√(mean(x²) + epsilon) over each row of x (N, C). */
export function rmsNorm({ x, weight, out, rstd, N, C, epsilon }: Call<'rmsNorm'>): void {
  for (let n = 0; n < N; n++) {
    const rowRstd = normalize(x, n * C, weight, out, epsilon);
    if (rstd) rstd[n] = rowRstd;
  }
}

/** dX (N, C) and dWeight (C) add the gradients of dOut (N, C). */
export function rmsNormBackward({ dOut, x, weight, rstd, dX, dWeight, N, C }: Call<'rmsNormBackward'>): void {
  const weightSums = new Float64Array(C);
  const dRow = new Float64Array(C);
  for (let n = 0; n < N; n++) {
    differentiate(dOut, x, n * C, weight, rstd[n], dRow, weightSums);
    for (let c = 0; c < C; c++) dX[n * C + c] += dRow[c];
  }
  if (dWeight) for (let c = 0; c < C; c++) dWeight[c] += weightSums[c];
}

/**
 * out (B, T, W): of each row of x (B, T, W), rmsNorm of the first `heads` heads with queryWeight (HS) and of the next
 * `keyHeads` with keyWeight (HS), and the rest as it is.
 */
export function headNorm(call: Call<'headNorm'>): void {
  const { x, queryWeight, keyWeight, out, B, T, W, HS, heads, keyHeads, epsilon } = call;
  out.set(x);
  for (let row = 0; row < B * T; row++) {
    for (let h = 0; h < heads + keyHeads; h++) {
      normalize(x, row * W + h * HS, h < heads ? queryWeight : keyWeight, out, epsilon);
    }
  }
}

/** dX (B, T, W) is overwritten and may be dOut (B, T, W); dQueryWeight (HS) and dKeyWeight (HS) add. */
export function headNormBackward(call: Call<'headNormBackward'>): void {
  const { dOut, x, queryWeight, keyWeight, dX, dQueryWeight, dKeyWeight, B, T, W, HS, heads, keyHeads, epsilon } = call;
  const [querySums, keySums, dHead] = [new Float64Array(HS), new Float64Array(HS), new Float64Array(HS)];
  dX.set(dOut);
  for (let row = 0; row < B * T; row++) {
    for (let h = 0; h < heads + keyHeads; h++) {
      const start = row * W + h * HS;
      const [weight, sums] = h < heads ? [queryWeight, querySums] : [keyWeight, keySums];
      // dX holds dOut up to here.
      differentiate(dX, x, start, weight, rstdOf(x, start, HS, epsilon), dHead, sums);
      dX.set(dHead, start);
    }
  }
  if (dQueryWeight) for (let i = 0; i < HS; i++) dQueryWeight[i] += querySums[i];
  if (dKeyWeight) for (let i = 0; i < HS; i++) dKeyWeight[i] += keySums[i];
}

/** Of the numbers of x from `start` on, as many as weight has: writes them to the same place of `out`, returns rstd. */
function normalize(x: Float32Array, start: number, weight: Float32Array, out: Float32Array, epsilon: number): number {
  const rstd = rstdOf(x, start, weight.length, epsilon);
  for (let i = 0; i < weight.length; i++) out[start + i] = x[start + i] * rstd * weight[i];
  return rstd;
}

function rstdOf(x: Float32Array, start: number, elements: number, epsilon: number): number {
  let squares = 0;
  for (let i = start; i < start + elements; i++) squares += x[i] ** 2;
  return 1 / Math.sqrt(squares / elements + epsilon);
}

/** The gradients of `normalize`: overwrites dX, adds to weightSums. */
function differentiate(
  dOut: Float32Array,
  x: Float32Array,
  start: number,
  weight: Float32Array,
  rstd: number,
  dX: Float64Array,
  weightSums: Float64Array,
): void {
  const elements = weight.length;
  let sumWithNormalized = 0;
  for (let i = 0; i < elements; i++) {
    // out = normalized · weight
    const normalized = x[start + i] * rstd;
    weightSums[i] += dOut[start + i] * normalized;
    sumWithNormalized += dOut[start + i] * weight[i] * normalized;
  }
  for (let i = 0; i < elements; i++) {
    // normalized = x / √(mean(x²) + epsilon): x acts directly and through the mean
    const normalized = x[start + i] * rstd;
    dX[i] = rstd * (dOut[start + i] * weight[i] - (normalized * sumWithNormalized) / elements);
  }
}
