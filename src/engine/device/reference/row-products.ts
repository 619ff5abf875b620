/**
 * Products of single rows, for attention. They are always called with the same array types, so that the
 * JavaScript engine compiles each loop once and well. Sums are float64.
 */

/** Σ a[aStart + i] · b[bStart + i] for i < elements. Four partial sums let the additions overlap. */
export function dot(a: Float32Array, aStart: number, b: Float32Array, bStart: number, elements: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (; i + 4 <= elements; i += 4) {
    sum0 += a[aStart + i] * b[bStart + i];
    sum1 += a[aStart + i + 1] * b[bStart + i + 1];
    sum2 += a[aStart + i + 2] * b[bStart + i + 2];
    sum3 += a[aStart + i + 3] * b[bStart + i + 3];
  }
  for (; i < elements; i++) sum0 += a[aStart + i] * b[bStart + i];
  return sum0 + sum1 + (sum2 + sum3);
}

/** sums[sumsStart + i] += factor · row[rowStart + i] for i < elements. */
export function addScaled(
  sums: Float64Array,
  sumsStart: number,
  factor: number,
  row: Float32Array,
  rowStart: number,
  elements: number,
): void {
  for (let i = 0; i < elements; i++) sums[sumsStart + i] += factor * row[rowStart + i];
}
