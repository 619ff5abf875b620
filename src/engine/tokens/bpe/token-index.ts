import type { TokenBytes } from '../tokenizer.ts';

const EMPTY = -1;

/** Finds a token by its bytes: an open-addressing hash table over typed arrays, because there may be 200,000 tokens. */
export class TokenIndex {
  readonly #tokens: TokenBytes;
  readonly #mask: number;
  readonly #ids: Int32Array;

  /** `isWord`: the tokens to find. Of several with the same bytes it finds the first. */
  constructor(tokens: TokenBytes, isWord: (id: number) => boolean) {
    const { tokenBytes, tokenEnds } = tokens;
    this.#tokens = tokens;
    const slots = 2 ** Math.ceil(Math.log2(2 * tokenEnds.length + 2));
    this.#mask = slots - 1;
    this.#ids = new Int32Array(slots).fill(EMPTY);
    for (let id = 0; id < tokenEnds.length; id++) {
      const start = id === 0 ? 0 : tokenEnds[id - 1];
      const bytes = tokenBytes.subarray(start, tokenEnds[id]);
      if (bytes.length === 0 || !isWord(id)) continue;
      const slot = this.#slotOf(bytes, bytes.length);
      if (this.#ids[slot] === EMPTY) this.#ids[slot] = id;
    }
  }

  /** The token that is the first `count` of these bytes; −1 if there is none. */
  find(bytes: Uint8Array, count: number): number {
    return this.#ids[this.#slotOf(bytes, count)];
  }

  #slotOf(bytes: Uint8Array, count: number): number {
    let hash = count;
    for (let at = 0; at < count; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    hash ^= hash >>> 15;
    let slot = hash & this.#mask;
    while (this.#ids[slot] !== EMPTY && !this.#isToken(this.#ids[slot], bytes, count)) slot = (slot + 1) & this.#mask;
    return slot;
  }

  #isToken(id: number, bytes: Uint8Array, count: number): boolean {
    const { tokenBytes, tokenEnds } = this.#tokens;
    const start = id === 0 ? 0 : tokenEnds[id - 1];
    if (tokenEnds[id] - start !== count) return false;
    for (let at = 0; at < count; at++) if (tokenBytes[start + at] !== bytes[at]) return false;
    return true;
  }
}
