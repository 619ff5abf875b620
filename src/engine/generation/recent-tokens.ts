/** The tokens among the last ones of a text. */
export class RecentTokens {
  readonly #window: number | null;
  /** The last tokens, where the oldest is at `#oldest`; unused without a window. */
  readonly #last: number[] = [];
  #oldest = 0;
  readonly #counts = new Map<number, number>();

  /** `window`: how many of the last tokens count, 1 or more; null: all. */
  constructor(window: number | null) {
    this.#window = window;
  }

  push(token: number): void {
    this.#counts.set(token, (this.#counts.get(token) ?? 0) + 1);
    if (this.#window === null) return;
    if (this.#last.length < this.#window) {
      this.#last.push(token);
      return;
    }
    this.#forget(this.#last[this.#oldest]);
    this.#last[this.#oldest] = token;
    this.#oldest = (this.#oldest + 1) % this.#window;
  }

  /** Each token once. */
  tokens(): Iterable<number> {
    return this.#counts.keys();
  }

  #forget(token: number): void {
    const count = this.#counts.get(token)!;
    if (count > 1) this.#counts.set(token, count - 1);
    else this.#counts.delete(token);
  }
}
