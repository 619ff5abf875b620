import type { CachedReader } from '../models/decoding-state.ts';
import type { DrawScores } from '../models/model.ts';

/**
 * A CachedReader whose window never ends: when it is full, its last half is read again from position 0,
 * because positions are absolute. Owns the decoder.
 */
export class SlidingReader {
  readonly #decoder: CachedReader;
  /** (B, P): the tokens in the decoder's cache. */
  readonly #window: Int32Array;

  constructor(decoder: CachedReader) {
    this.#decoder = decoder;
    this.#window = new Int32Array(decoder.B * decoder.capacity);
  }

  /**
   * Reads T more tokens of each text, `tokens` (B, T) with T at most P; returns the scores after the last, summarised for
   * a draw at this temperature, and with `withPlain` for temperature 1 too.
   */
  async read(tokens: Int32Array, temperature: number, withPlain: boolean): Promise<DrawScores> {
    const decoder = this.#decoder;
    const T = tokens.length / decoder.B;
    if (decoder.position + T <= decoder.capacity) return this.#score(tokens, temperature, withPlain);
    const half = this.#lastTokens(tokens, Math.max(T, decoder.capacity >> 1));
    decoder.reset();
    return this.#score(half, temperature, withPlain);
  }

  free(): void {
    this.#decoder.free();
  }

  #score(tokens: Int32Array, temperature: number, withPlain: boolean): Promise<DrawScores> {
    const { B, capacity: P, position } = this.#decoder;
    const T = tokens.length / B;
    for (let b = 0; b < B; b++) this.#window.set(tokens.subarray(b * T, (b + 1) * T), b * P + position);
    return this.#decoder.score(tokens, temperature, withPlain);
  }

  /** (B, count): the end of each text's window, then its new tokens (B, T). */
  #lastTokens(tokens: Int32Array, count: number): Int32Array {
    const { B, capacity: P, position } = this.#decoder;
    const T = tokens.length / B;
    const last = new Int32Array(B * count);
    for (let b = 0; b < B; b++) {
      const end = b * P + position;
      last.set(this.#window.subarray(end - (count - T), end), b * count);
      last.set(tokens.subarray(b * T, (b + 1) * T), (b + 1) * count - T);
    }
    return last;
  }
}
