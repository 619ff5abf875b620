/** Token ids in memory: two bytes each where the vocabulary allows it, else four. */
export type TokenArray = Uint16Array | Int32Array;

/** The array type for ids below `n_vocab`. */
export function tokenArray(n_vocab: number, tokens: number): TokenArray {
  return n_vocab <= 2 ** 16 ? new Uint16Array(tokens) : new Int32Array(tokens);
}

const FIRST_CAPACITY_TOKENS = 1024;

/** Tokens as they come, in a typed array that doubles when it is full. */
export class TokenBuffer {
  readonly n_vocab: number;
  #tokens: TokenArray;
  #count = 0;

  constructor(n_vocab: number) {
    this.n_vocab = n_vocab;
    this.#tokens = tokenArray(n_vocab, FIRST_CAPACITY_TOKENS);
  }

  get length(): number {
    return this.#count;
  }

  /** Adds ids, each in [0, n_vocab). */
  push(ids: readonly number[]): void {
    const count = this.#count + ids.length;
    if (count > this.#tokens.length) this.#grow(count);
    // A loop, not `set`: most calls bring one or two ids.
    for (let i = 0; i < ids.length; i++) this.#tokens[this.#count + i] = ids[i];
    this.#count = count;
  }

  /** Forgets all but the first `length` tokens. */
  truncate(length: number): void {
    this.#count = Math.min(this.#count, length);
  }

  /** The tokens so far, in an array of their own; the buffer is empty afterwards. */
  take(): TokenArray {
    const tokens = this.#tokens.slice(0, this.#count);
    this.#count = 0;
    return tokens;
  }

  #grow(needed: number): void {
    const grown = tokenArray(this.n_vocab, Math.max(needed, 2 * this.#tokens.length));
    grown.set(this.#tokens.subarray(0, this.#count));
    this.#tokens = grown;
  }
}
