import type { Tokenizer } from '../tokens/tokenizer.ts';
import { FORBIDDEN, type TextConstraints } from './text-constraints.ts';

/** For each first byte: the token of that byte alone, then one bucket for each second byte. */
const BUCKETS = 1 + 256;

/**
 * The tokens of a vocabulary that are text, sorted by their first two bytes. Many start with the same one, most of all
 * a space: if constraints exclude most second bytes, hardly any token has to be read.
 */
export class TokensByBytes {
  readonly #bytes: Uint8Array;
  readonly #ends: Int32Array;
  readonly #sorted: Int32Array;
  /** Where the tokens of a bucket begin in `#sorted`. */
  readonly #starts = new Int32Array(256 * BUCKETS + 1);

  constructor({ stopTokens, bytesOfAll }: Tokenizer) {
    this.#bytes = bytesOfAll.tokenBytes;
    this.#ends = bytesOfAll.tokenEnds;
    const isText = (token: number) => !stopTokens.has(token) && this.#startOf(token) < this.#ends[token];
    const text = Int32Array.from(this.#ends.keys()).filter(isText);
    for (const token of text) this.#starts[this.#bucketOf(token) + 1]++;
    for (let bucket = 1; bucket < this.#starts.length; bucket++) this.#starts[bucket] += this.#starts[bucket - 1];
    const filled = this.#starts.slice();
    this.#sorted = new Int32Array(text.length);
    for (const token of text) this.#sorted[filled[this.#bucketOf(token)]++] = token;
  }

  /** The tokens all of whose bytes, up to where the constraints end, are allowed after a state; unordered. */
  allowedFrom(rules: TextConstraints, state: number): number[] {
    const allowed: number[] = [];
    for (let first = 0; first < 256; first++) {
      const bucket = BUCKETS * first;
      const after = rules.next(state, first);
      if (after === FORBIDDEN) continue;
      for (let i = this.#starts[bucket]; i < this.#starts[bucket + 1]; i++) allowed.push(this.#sorted[i]);
      for (let second = 0; second < 256; second++) this.#addFrom(rules, after, bucket + 1 + second, second, allowed);
    }
    return allowed;
  }

  /** Adds those of a bucket of tokens with a second byte, whose first byte led to `state`. */
  #addFrom(rules: TextConstraints, state: number, bucket: number, second: number, allowed: number[]): void {
    const [begin, end] = [this.#starts[bucket], this.#starts[bucket + 1]];
    if (begin === end) return;
    const after = rules.isFree(state) ? state : rules.next(state, second);
    if (after === FORBIDDEN) return;
    for (let i = begin; i < end; i++) {
      if (this.#mayGoOn(rules, after, this.#sorted[i])) allowed.push(this.#sorted[i]);
    }
  }

  /** Whether the bytes of a token from the third on are allowed after a state. */
  #mayGoOn(rules: TextConstraints, start: number, token: number): boolean {
    let state = start;
    for (let at = this.#startOf(token) + 2; at < this.#ends[token]; at++) {
      if (rules.isFree(state)) return true;
      state = rules.next(state, this.#bytes[at]);
      if (state === FORBIDDEN) return false;
    }
    return true;
  }

  #startOf(token: number): number {
    return token === 0 ? 0 : this.#ends[token - 1];
  }

  #bucketOf(token: number): number {
    const start = this.#startOf(token);
    const second = this.#ends[token] - start === 1 ? 0 : 1 + this.#bytes[start + 1];
    return BUCKETS * this.#bytes[start] + second;
  }
}
