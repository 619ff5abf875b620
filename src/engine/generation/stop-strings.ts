/** What can be shown of a text after another piece of it. */
export interface Released {
  /** The next part of the text; the end that may be the beginning of a stop string is held back. */
  readonly text: string;
  /** The stop string that was found; the text ends before it. Null: none so far. */
  readonly stop: string | null;
}

/**
 * Finds the first stop string in a text that arrives in pieces, wherever the pieces divide it: the one that is complete first,
 * and of those the longest. So the same text ends at the same place, however the model divides it into tokens.
 */
export class StopStrings {
  readonly #stops: readonly string[];
  #held = '';

  /** `stops`: none of them empty. */
  constructor(stops: readonly string[]) {
    this.#stops = stops;
  }

  /** After a stop string was found, it must not be called again. */
  push(piece: string): Released {
    const text = this.#held + piece;
    const found = this.#first(text);
    if (found !== null) return { text: text.slice(0, found.start), stop: found.stop };
    const kept = text.length - this.#heldBack(text);
    this.#held = text.slice(kept);
    return { text: text.slice(0, kept), stop: null };
  }

  /** What was held back: the text has ended without a stop string. */
  end(): string {
    const held = this.#held;
    this.#held = '';
    return held;
  }

  #first(text: string): { readonly start: number; readonly stop: string } | null {
    let first: { start: number; stop: string } | null = null;
    for (const stop of this.#stops) {
      const start = text.indexOf(stop);
      if (start === -1) continue;
      const [end, earliest] = [start + stop.length, first === null ? Infinity : first.start + first.stop.length];
      if (end < earliest || (end === earliest && start < first!.start)) first = { start, stop };
    }
    return first;
  }

  /** Characters at the end of a text that may be the beginning of a stop string. */
  #heldBack(text: string): number {
    let longest = 0;
    for (const stop of this.#stops) {
      for (let count = Math.min(stop.length - 1, text.length); count > longest; count--) {
        if (text.endsWith(stop.slice(0, count))) longest = count;
      }
    }
    return longest;
  }
}
