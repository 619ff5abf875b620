import { NO_MERGE } from './merge-table.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Byte-pair encoding of one word (Sennrich et al., 2016; over bytes: Radford et al., 2019): of all
 * neighbouring pairs that may join, the one of lowest rank does, everywhere in the word from left to
 * right, until none is left.
 *
 * The symbols are a linked list over the positions of `bytes`, the candidates a heap ordered by rank and
 * position, so n bytes take O(n log n): a megabyte of one letter is a word like any other.
 */
export function mergeWord(bytes: Uint8Array, vocabulary: Vocabulary): number[] {
  const { merges, tokenOfByte } = vocabulary;
  const end = bytes.length;
  const symbols = Int32Array.from(bytes, (byte) => tokenOfByte[byte]);
  const next = Int32Array.from(bytes, (_, position) => position + 1);
  const previous = Int32Array.from(bytes, (_, position) => position - 1);
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
  const join = (position: number, rank: number): void => {
    const absorbed = next[position];
    symbols[position] = merges.joinedBy(rank);
    next[position] = next[absorbed];
    if (next[position] < end) previous[next[position]] = position;
    waiting[position] = waiting[absorbed] = NO_MERGE;
    if (position > 0) waiting[previous[position]] = NO_MERGE;
  };

  for (let position = 0; position < end; position++) consider(position);
  while (queue.length > 0) {
    const rank = queue.lowestRank;
    // New pairs wait until all of this rank have joined: in a hand-made vocabulary one could outrank them.
    const joined: number[] = [];
    while (queue.length > 0 && queue.lowestRank === rank) {
      const position = queue.pop();
      if (waiting[position] !== rank) continue;
      join(position, rank);
      joined.push(position);
    }
    for (const position of joined) {
      consider(previous[position]);
      consider(position);
    }
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
