import { TensorFault } from '../backend.ts';
import type { Call, Work } from './kernel.ts';
import { addScaled, dot } from './products.ts';

/** Rows whose logits are held at a time: enough that each row of wte, once fetched, is used often. */
const ROWS_PER_CHUNK = 16;

/**
 * losses (N) = −log softmax(x (N, C) · wteᵀ (V, C))[targets (N)]; dX (N, C) is overwritten and dWte (V, C) adds,
 * both gradients of lossScale · Σ losses. A target of −1 means none: loss 0, gradient 0.
 */
export function* classifier(call: Call<'classifier'>): Work {
  const { x, wte, targets, losses, dX, dWte, N, C, V, lossScale } = call;
  const logits = new Float64Array(Math.min(N, ROWS_PER_CHUNK) * V);
  for (let first = 0; first < N; first += ROWS_PER_CHUNK) {
    const rows = Math.min(N - first, ROWS_PER_CHUNK);
    for (let v = 0; v < V; v++) {
      for (let r = 0; r < rows; r++) logits[r * V + v] = dot(x, (first + r) * C, wte, v * C, C);
      yield rows * C;
    }
    for (let r = 0; r < rows; r++) {
      const row = logits.subarray(r * V, (r + 1) * V);
      losses[first + r] = crossEntropy(row, targets[first + r], dX || dWte ? lossScale : null);
      yield V;
    }
    const dLogits = logits;
    if (dX) yield* gradientOfRows(dLogits, call, dX, first, rows);
    if (dWte) yield* gradientOfVocabulary(dLogits, call, dWte, first, rows);
  }
}

/** out (N, V) = x (N, C) · wteᵀ (V, C). */
export function* logits({ x, wte, out, N, C, V }: Call<'logits'>): Work {
  for (let v = 0; v < V; v++) {
    for (let n = 0; n < N; n++) out[n * V + v] = dot(x, n * C, wte, v * C, C);
    yield N * C;
  }
}

/** The loss of one row of logits (V); the row is replaced by its gradient, unless `lossScale` is null. */
function crossEntropy(row: Float64Array, target: number, lossScale: number | null): number {
  const V = row.length;
  if (target === -1) {
    row.fill(0);
    return 0;
  }
  if (target < 0 || target >= V) throw new TensorFault(`classifier(targets) asks for entry ${target} of ${V}.`);
  let max = -Infinity;
  for (let v = 0; v < V; v++) max = Math.max(max, row[v]);
  let sum = 0;
  for (let v = 0; v < V; v++) sum += Math.exp(row[v] - max);
  const logSumExp = max + Math.log(sum);
  const loss = logSumExp - row[target];
  if (lossScale !== null) {
    // loss = log Σ_v exp(logits[v]) − logits[target]
    for (let v = 0; v < V; v++) row[v] = lossScale * Math.exp(row[v] - logSumExp);
    row[target] -= lossScale;
  }
  return loss;
}

/** dX of rows first … first + rows − 1, from their dLogits (rows, V). */
function* gradientOfRows(
  dLogits: Float64Array,
  { wte, C, V }: Call<'classifier'>,
  dX: Float32Array,
  first: number,
  rows: number,
): Generator<number, void> {
  const sums = new Float64Array(rows * C);
  // logits[n,v] = Σ_c x[n,c] · wte[v,c], seen from x
  for (let v = 0; v < V; v++) {
    for (let r = 0; r < rows; r++) addScaled(sums, r * C, dLogits[r * V + v], wte, v * C, C);
    yield rows * C;
  }
  dX.set(sums, first * C);
}

/** What rows first … first + rows − 1 add to dWte, from their dLogits (rows, V). */
function* gradientOfVocabulary(
  dLogits: Float64Array,
  { x, C, V }: Call<'classifier'>,
  dWte: Float32Array,
  first: number,
  rows: number,
): Generator<number, void> {
  const sums = new Float64Array(C);
  // logits[n,v] = Σ_c x[n,c] · wte[v,c], seen from wte
  for (let v = 0; v < V; v++) {
    sums.fill(0);
    for (let r = 0; r < rows; r++) addScaled(sums, 0, dLogits[r * V + v], x, (first + r) * C, C);
    for (let c = 0; c < C; c++) dWte[v * C + c] += sums[c];
    yield rows * C;
  }
}
