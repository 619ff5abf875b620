/**
 * Byte-pair encoding (Sennrich et al., 2016): of all neighbouring pairs of symbols that may join, the one of lowest rank
 * does, of several the leftmost, until none is left. A pair that joining makes counts at once, as in Hugging Face's
 * tokenizers and tiktoken.
 */
import { type MergeTable, NO_MERGE } from './merge-table.ts';

/** Up to this many symbols, searching all pairs for the best one is faster than a queue. */
export const SHORT_WORD = 32;

/**
 * The tokens of the first `count` symbols. `ranks` holds the rank of each symbol with the next one. Both are overwritten.
 */
export function mergeShort(symbols: Int32Array, ranks: Int32Array, count: number, merges: MergeTable): number[] {
  let last = count - 1;
  if (last < 0) return [];
  while (last > 0) {
    let best = 0;
    for (let at = 1; at < last; at++) if (ranks[at] < ranks[best]) best = at;
    if (ranks[best] === NO_MERGE) break;
    symbols[best] = merges.joinedBy(ranks[best]);
    last--;
    for (let at = best + 1; at <= last; at++) symbols[at] = symbols[at + 1];
    for (let at = best + 1; at < last; at++) ranks[at] = ranks[at + 1];
    if (best > 0) ranks[best - 1] = merges.rankOf(symbols[best - 1], symbols[best]);
    if (best < last) ranks[best] = merges.rankOf(symbols[best], symbols[best + 1]);
  }
  const tokens = new Array<number>(last + 1);
  for (let at = 0; at <= last; at++) tokens[at] = symbols[at];
  return tokens;
}

/**
 * The tokens of these symbols, which are overwritten. The symbols are a linked list over their positions, the candidates a heap ordered by rank and position,  so n symbols
 * take O(n log n): a megabyte of one letter is a word like any other.
 */
export function mergeLong(symbols: Int32Array, merges: MergeTable): number[] {
  const end = symbols.length;
  const next = Int32Array.from(symbols, (_, position) => position + 1);
  const previous = Int32Array.from(symbols, (_, position) => position - 1);
  /** Rank of the symbol at a position with the one after it, while that pair waits in the queue. */
  const waiting = new Int32Array(end).fill(NO_MERGE);
  const queue = new MergeQueue();

  const consider = (position: number): void => {
    if (position < 0 || next[position] >= end) return;
    const rank = merges.rankOf(symbols[position], symbols[next[position]]);
    if (rank === waiting[position]) return;
    waiting[position] = rank;
    if (rank !== NO_MERGE) queue.push(rank, position);
  };

  for (let position = 0; position < end; position++) consider(position);
  while (queue.length > 0) {
    const rank = queue.lowestRank;
    const position = queue.pop();
    if (waiting[position] !== rank) continue;
    const absorbed = next[position];
    symbols[position] = merges.joinedBy(rank);
    next[position] = next[absorbed];
    if (next[position] < end) previous[next[position]] = position;
    waiting[position] = waiting[absorbed] = NO_MERGE;
    if (position > 0) waiting[previous[position]] = NO_MERGE;
    consider(previous[position]);
    consider(position);
  }

  const tokens: number[] = [];
  for (let position = 0; position < end; position = next[position]) tokens.push(symbols[position]);
  return tokens;
}

/** Far above any position in a word, and small enough for rank · SPAN + position to be exact. */
const SPAN = 2 ** 32;

/** A binary heap of (rank, position), the lowest rank first, then the leftmost position. */
class MergeQueue {
  readonly #heap: number[] = [];

  get length(): number {
    return this.#heap.length;
  }

  get lowestRank(): number {
    return Math.floor(this.#heap[0] / SPAN);
  }

  push(rank: number, position: number): void {
    const heap = this.#heap;
    const entry = rank * SPAN + position;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent] <= entry) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = entry;
  }

  /** Takes the first entry out and returns its position. The queue must not be empty. */
  pop(): number {
    const heap = this.#heap;
    const first = heap[0];
    const entry = heap.pop()!;
    if (heap.length > 0) {
      let at = 0;
      for (let child = 1; child < heap.length; child = 2 * at + 1) {
        if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
        if (heap[child] >= entry) break;
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = entry;
    }
    return first % SPAN;
  }
}
