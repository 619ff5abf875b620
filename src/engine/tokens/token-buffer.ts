/** Token ids in memory: two bytes each where the vocabulary allows it, else four. */
export type TokenArray = Uint16Array | Int32Array;

/** The array type for ids below `vocabularySize`. */
export function tokenArray(vocabularySize: number, tokens: number): TokenArray {
  return vocabularySize <= 2 ** 16 ? new Uint16Array(tokens) : new Int32Array(tokens);
}

const FIRST_CAPACITY_TOKENS = 1024;

/** Collects tokens in a typed array that doubles when it is full. */
export class TokenBuffer {
  readonly vocabularySize: number;
  #tokens: TokenArray;
  #count = 0;

  constructor(vocabularySize: number) {
    this.vocabularySize = vocabularySize;
    this.#tokens = tokenArray(vocabularySize, FIRST_CAPACITY_TOKENS);
  }

  get length(): number {
    return this.#count;
  }

  /** Adds ids, each in [0, vocabularySize). */
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
    const grown = tokenArray(this.vocabularySize, Math.max(needed, 2 * this.#tokens.length));
    grown.set(this.#tokens.subarray(0, this.#count));
    this.#tokens = grown;
  }
}
