/** The rank of a pair that no merge joins: after every real one. */
export const NO_MERGE = 0x7fffffff;

const EMPTY = -1;

/**
 * The merges of a vocabulary: which pairs of tokens join, into what, and in which order (lower ranks first).
 * An open-addressing hash table over typed arrays: a look-up for every pair of every new word is the
 * tokenizer's inner loop, and a Map with numbers this large as keys takes several times as long.
 */
export class MergeTable {
  readonly #mask: number;
  /** Left token, right token and rank of each slot. */
  readonly #slots: Int32Array;
  readonly #joined: Int32Array;
  #merges = 0;

  /** An empty table for up to `capacity` merges. */
  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * capacity + 2));
    this.#mask = slots - 1;
    this.#slots = new Int32Array(4 * slots).fill(EMPTY);
    this.#joined = new Int32Array(capacity);
  }

  /** Adds the merge of the next rank. Returns false, and adds nothing, if the pair has one already. */
  add(left: number, right: number, joined: number): boolean {
    const slot = this.#slotOf(left, right);
    const slots = this.#slots;
    if (slots[slot] !== EMPTY) return false;
    slots[slot] = left;
    slots[slot + 1] = right;
    slots[slot + 2] = this.#merges;
    this.#joined[this.#merges++] = joined;
    return true;
  }

  /** The rank of the merge of `left` with `right`, 0 first; NO_MERGE if they do not join. */
  rankOf(left: number, right: number): number {
    const slot = this.#slotOf(left, right);
    return this.#slots[slot] === EMPTY ? NO_MERGE : this.#slots[slot + 2];
  }

  /** The token that the merge of this rank makes. */
  joinedBy(rank: number): number {
    return this.#joined[rank];
  }

  /** Where the slot of the pair begins, or the empty one for it. */
  #slotOf(left: number, right: number): number {
    const slots = this.#slots;
    const hash = Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    for (;;) {
      const at = 4 * slot;
      const found = slots[at];
      if (found === EMPTY || (found === left && slots[at + 1] === right)) return at;
      slot = (slot + 1) & this.#mask;
    }
  }
}
