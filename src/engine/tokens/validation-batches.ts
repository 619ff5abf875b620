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
  return inBatches(evenly(windowsOf(tokens, T), batch_size * batch_count), T, batch_size);
}

/**
 * The same windows, all of them, in batches of at most `batch_size` · T tokens: a window that is shorter than half of T shares its
 * batch with twice as many rows of half the length, and so on, so that a thousand notes of a line do not cost what a
 * thousand long texts cost. Batches with the longest rows come first.
 */
export function batchesByLength(tokens: TokenSet, T: number, batch_size: number): Batch[] {
  const byLength = new Map<number, Window[]>();
  for (const window of windowsOf(tokens, T)) {
    const length = rowLength(window, T);
    const own = byLength.get(length) ?? [];
    own.push(window);
    byLength.set(length, own);
  }
  return [...byLength]
    .sort(([a], [b]) => b - a)
    .flatMap(([length, windows]) => inBatches(windows, length, batch_size * Math.floor(T / length)));
}

/** T, halved as often as the window still fits. */
function rowLength({ tokens }: Window, T: number): number {
  let length = T;
  while (length >> 1 >= tokens - 1) length >>= 1;
  return length;
}

function inBatches(windows: readonly Window[], T: number, rows: number): Batch[] {
  return Array.from({ length: Math.ceil(windows.length / rows) }, (_, i) =>
    batchOf(windows.slice(i * rows, (i + 1) * rows), T),
  );
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
