import { type Batch, batchOf, type Window } from './batch.ts';
import type { TokenSet } from './token-set.ts';

/**
 * Fixed batches that cover a held-out text: every token but the first of each chunk is predicted exactly once,
 * from all before it in its window. Windows of T + 1 tokens are consecutive, each starting with the
 * token that the last one ended with; the last of a chunk may be shorter. Where `batch_count` batches cannot
 * hold all windows, as many are taken from even distances. The last batch may have fewer rows. The mean loss
 * over the text is the sum of all losses divided by the sum of `predictions`.
 */
export function validationBatches(
  tokens: TokenSet,
  T: number,
  batch_size: number,
  batch_count = Number.POSITIVE_INFINITY,
): Batch[] {
  const windows = evenly(windowsOf(tokens, T), batch_size * batch_count);
  const batches: Batch[] = [];
  for (let first = 0; first < windows.length; first += batch_size) {
    batches.push(batchOf(windows.slice(first, first + batch_size), T));
  }
  return batches;
}

function windowsOf(tokens: TokenSet, T: number): Window[] {
  return tokens.chunks.flatMap((chunk) =>
    Array.from({ length: Math.ceil((chunk.length - 1) / T) }, (_, i) => ({
      chunk,
      start: i * T,
      tokens: Math.min(T + 1, chunk.length - i * T),
    })),
  );
}

function evenly(windows: Window[], count: number): Window[] {
  if (windows.length <= count) return windows;
  return Array.from({ length: count }, (_, i) => windows[Math.floor((i * windows.length) / count)]);
}
