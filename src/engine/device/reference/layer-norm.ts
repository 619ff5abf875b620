import type { Call } from './kernel.ts';

/**
 * out (N, C) = (x − mean) · rstd · weight (C) + bias (C), with mean (N) and rstd (N) = 1/√(variance + epsilon)
 * over each row of x (N, C).
 */
export function layerNorm({ x, weight, bias, out, mean, rstd, N, C, epsilon }: Call<'layerNorm'>): void {
  for (let n = 0; n < N; n++) {
    const row = n * C;
    let sum = 0;
    for (let c = 0; c < C; c++) sum += x[row + c];
    const rowMean = sum / C;
    let squares = 0;
    for (let c = 0; c < C; c++) squares += (x[row + c] - rowMean) ** 2;
    const rowRstd = 1 / Math.sqrt(squares / C + epsilon);
    for (let c = 0; c < C; c++) out[row + c] = (x[row + c] - rowMean) * rowRstd * weight[c] + bias[c];
    if (mean) mean[n] = rowMean;
    if (rstd) rstd[n] = rowRstd;
  }
}

/** dX (N, C), dWeight (C) and dBias (C) add the gradients of dOut (N, C). */
export function layerNormBackward(call: Call<'layerNormBackward'>): void {
  const { dOut, x, weight, mean, rstd, dX, dWeight, dBias, N, C } = call;
  const weightSums = new Float64Array(C);
  const biasSums = new Float64Array(C);
  const normalized = new Float64Array(C);
  for (let n = 0; n < N; n++) {
    const row = n * C;
    let sum = 0;
    let sumWithNormalized = 0;
    for (let c = 0; c < C; c++) {
      normalized[c] = (x[row + c] - mean[n]) * rstd[n];
      // out = normalized · weight + bias
      const dNormalized = dOut[row + c] * weight[c];
      weightSums[c] += dOut[row + c] * normalized[c];
      biasSums[c] += dOut[row + c];
      sum += dNormalized;
      sumWithNormalized += dNormalized * normalized[c];
    }
    for (let c = 0; c < C; c++) {
      // normalized = (x − mean(x)) / √(variance(x) + epsilon): x acts directly, through the mean and through the variance
      const dNormalized = dOut[row + c] * weight[c];
      dX[row + c] += rstd[n] * (dNormalized - sum / C - (normalized[c] * sumWithNormalized) / C);
    }
  }
  if (dWeight) for (let c = 0; c < C; c++) dWeight[c] += weightSums[c];
  if (dBias) for (let c = 0; c < C; c++) dBias[c] += biasSums[c];
}
