/** Which tokens would repeat a sequence of a text (Paulus et al., 2018). */
export class RepeatGuard {
  readonly #size: number;
  /** The last size − 1 tokens. */
  readonly #last: number[] = [];
  /** What has followed each size − 1 tokens. */
  readonly #followers = new Map<string, Set<number>>();

  /** `size`: a sequence of this many tokens must not repeat; 0: anything may repeat. */
  constructor(size: number) {
    this.#size = size;
  }

  push(token: number): void {
    if (this.#size === 0) return;
    if (this.#last.length === this.#size - 1) {
      const key = this.#last.join(' ');
      const followers = this.#followers.get(key);
      if (followers === undefined) this.#followers.set(key, new Set([token]));
      else followers.add(token);
    }
    this.#last.push(token);
    if (this.#last.length === this.#size) this.#last.shift();
  }

  /** The tokens, ascending, that have followed the last ones already. */
  repeating(): Int32Array {
    if (this.#size === 0 || this.#last.length < this.#size - 1) return new Int32Array();
    return Int32Array.from(this.#followers.get(this.#last.join(' ')) ?? []).sort();
  }
}
