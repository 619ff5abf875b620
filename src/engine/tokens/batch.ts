import type { Random } from '../random.ts';
import type { TokenArray } from './token-buffer.ts';

/** The target of a position that predicts nothing: the classifier gives it no loss and no gradient. */
export const NO_TARGET = -1;

/** What the model reads and what it should have said: targets[b, t] is the token after inputs[b, t]. */
export interface Batch {
  readonly B: number;
  readonly T: number;
  /** (B, T) */
  readonly inputs: Int32Array;
  /** (B, T), NO_TARGET where there is none. */
  readonly targets: Int32Array;
  /** How many targets there are. */
  readonly predictions: number;
}

/** A stretch of a chunk: `tokens` of them from `start`. It makes tokens − 1 predictions. */
export interface Window {
  readonly chunk: TokenArray;
  readonly start: number;
  readonly tokens: number;
}

/** One window a row, each of at most T + 1 tokens; where a window is shorter, token 0 without a target fills its row. */
export function batchOf(windows: readonly Window[], T: number): Batch {
  const B = windows.length;
  const inputs = new Int32Array(B * T);
  const targets = new Int32Array(B * T).fill(NO_TARGET);
  windows.forEach(({ chunk, start, tokens }, b) => {
    inputs.set(chunk.subarray(start, start + tokens - 1), b * T);
    targets.set(chunk.subarray(start + 1, start + tokens), b * T);
  });
  return { B, T, inputs, targets, predictions: windows.reduce((sum, { tokens }) => sum + tokens - 1, 0) };
}

/**
 * The batch with each input token replaced, with probability `p` in [0, 1], by any token of the vocabulary, as
 * the `noise` of the scripts of 2019: the model must not trust every word it reads. The targets stay as they are.
 */
export function withNoise(batch: Batch, p: number, vocabularySize: number, random: Random): Batch {
  if (p === 0) return batch;
  const inputs = batch.inputs.map((token) => (random.uniform() < p ? random.below(vocabularySize) : token));
  return { ...batch, inputs };
}
