/**
 * Finds the sequences with which a text ends and that it had before, for DRY. llama.cpp computes the lengths anew for each
 * token, with the Z-algorithm over the whole text; here they grow with the text: an earlier place that ends like the text
 * does so with one more token if both continue with the same one. A breaker ends a sequence.
 */
export class RepeatedEndings {
  readonly #shortest: number;
  readonly #breakers: ReadonlySet<number>;
  readonly #tokens: number[] = [];
  /** Where each token occurs. */
  readonly #places = new Map<number, number[]>();
  /** For each earlier place whose token is the last one: how many tokens up to there are those at the end of the text. */
  #lengths = new Map<number, number>();

  /** `shortest`: sequences of fewer tokens do not count. */
  constructor(shortest: number, breakers: ReadonlySet<number>) {
    this.#shortest = shortest;
    this.#breakers = breakers;
  }

  push(token: number): void {
    const places = this.#places.get(token) ?? [];
    const lengths = new Map<number, number>();
    if (!this.#breakers.has(token)) {
      for (const place of places) lengths.set(place, (this.#lengths.get(place - 1) ?? 0) + 1);
    }
    this.#lengths = lengths;
    if (places.length === 0) this.#places.set(token, places);
    places.push(this.#tokens.length);
    this.#tokens.push(token);
  }

  /** The tokens that followed such a sequence before, with the length of the longest; breakers may always follow. */
  extending(): Map<number, number> {
    const found = new Map<number, number>();
    for (const [place, length] of this.#lengths) {
      const next = this.#tokens[place + 1];
      if (length < this.#shortest || this.#breakers.has(next)) continue;
      found.set(next, Math.max(length, found.get(next) ?? 0));
    }
    return found;
  }
}
