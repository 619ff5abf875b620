import { TensorFault } from '../backend.ts';
import type { Call, Work } from './kernel.ts';
import { addProduct, columnsOf, type Matrix, matrix, rowsOf, transposed } from './matrix.ts';

/** Rows whose logits are held at a time: enough that each entry of head, once fetched, is used often. */
const ROWS = 32;
/** Entries of the vocabulary in one product: few enough that they stay near the processor. */
const ENTRIES = 256;

/**
 * losses (N) = −log softmax(x (N, C) · headᵀ (V, C))[targets (N)]; dX (N, C) is overwritten and dHead (V, C) adds,
 * both gradients of lossScale · Σ losses. A target of −1 means none: loss 0, gradient 0.
 */
export function* classifier(call: Call<'classifier'>): Work {
  const { x, head, targets, losses, dX, dHead, N, C, V, lossScale } = call;
  const logits = new Float64Array(Math.min(ROWS, N) * V);
  const dLogits = new Float32Array(logits.length);
  for (let first = 0; first < N; first += ROWS) {
    const rows = rowsOf(matrix(x, N, C), first, ROWS);
    logits.fill(0);
    for (let entry = 0; entry < V; entry += ENTRIES) {
      const entries = rowsOf(matrix(head, V, C), entry, ENTRIES);
      addProduct(logits.subarray(entry), rows, transposed(entries), V);
      yield rows.rows * entries.rows * C;
    }
    for (let r = 0; r < rows.rows; r++) {
      const row = logits.subarray(r * V, (r + 1) * V);
      const dRow = dLogits.subarray(r * V, (r + 1) * V);
      losses[first + r] = crossEntropy(row, targets[first + r], dRow, lossScale);
      yield V;
    }
    if (dX || dHead) yield* gradients(call, rows, matrix(dLogits, rows.rows, V), first);
  }
}

/** out (N, V) = x (N, C) · headᵀ (V, C). */
export function* logits({ x, head, out, N, C, V }: Call<'logits'>): Work {
  const sums = new Float64Array(N * V);
  for (let entry = 0; entry < V; entry += ENTRIES) {
    const entries = rowsOf(matrix(head, V, C), entry, ENTRIES);
    addProduct(sums.subarray(entry), matrix(x, N, C), transposed(entries), V);
    yield N * entries.rows * C;
  }
  out.set(sums);
}

/** The loss of one row of logits (V); dRow (V) becomes its gradient. */
function crossEntropy(row: Float64Array, target: number, dRow: Float32Array, lossScale: number): number {
  const V = row.length;
  if (target === -1) {
    dRow.fill(0);
    return 0;
  }
  if (target < 0 || target >= V) throw new TensorFault(`classifier(targets) asks for entry ${target} of ${V}.`);
  let max = -Infinity;
  for (let v = 0; v < V; v++) max = Math.max(max, row[v]);
  let sum = 0;
  for (let v = 0; v < V; v++) sum += Math.exp(row[v] - max);
  const logSumExp = max + Math.log(sum);
  // loss = log Σ_v exp(row[v]) − row[target]
  for (let v = 0; v < V; v++) dRow[v] = lossScale * (Math.exp(row[v] - logSumExp) - (v === target ? 1 : 0));
  return logSumExp - row[target];
}

/** dX of the rows that begin at `first`, and what they add to dHead, from their dLogits (rows, V). */
function* gradients(
  { head, dX, dHead, C, V }: Call<'classifier'>,
  rows: Matrix,
  dLogits: Matrix,
  first: number,
): Generator<number, void> {
  const dRows = new Float64Array(rows.rows * C);
  for (let entry = 0; entry < V; entry += ENTRIES) {
    const entries = rowsOf(matrix(head, V, C), entry, ENTRIES);
    const dLogitsOfEntries = columnsOf(dLogits, entry, ENTRIES);
    // logits = x · headᵀ, seen from x
    if (dX) addProduct(dRows, dLogitsOfEntries, entries);
    // logits = x · headᵀ, seen from head
    if (dHead) {
      const dEntries = new Float64Array(entries.rows * C);
      addProduct(dEntries, transposed(dLogitsOfEntries), rows);
      for (let i = 0; i < dEntries.length; i++) dHead[entry * C + i] += dEntries[i];
    }
    yield 2 * rows.rows * entries.rows * C;
  }
  dX?.set(dRows, first * C);
}
