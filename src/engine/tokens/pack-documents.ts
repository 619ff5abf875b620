/** Where documents are in consecutive windows. */
export interface Packing {
  /** For each document, in the order given, the position of its first token. */
  readonly starts: number[];
  /** How many windows there are. */
  readonly windows: number;
}

/**
 * Puts documents of the given lengths, in tokens, one after another into windows of `T`, so that as many as possible start
 * where a window starts, and almost no position stays empty. The first remaining document starts a window; those that fill
 * its last window best follow it, until that window is full; a document longer than the rest of a window continues in
 * the next ones. Then the next document starts a window. (Best fit, as Ding et al., 2024, pack pieces; but documents stay
 * whole, because a piece from the middle would teach that texts begin so.)
 */
export function packDocuments(lengths: readonly number[], T: number): Packing {
  const starts = new Array<number>(lengths.length);
  const rests = new Rests(lengths, T);
  let position = 0;
  for (let next = rests.first(); next !== null; ) {
    starts[next] = position;
    position += lengths[next];
    const room = (T - (position % T)) % T;
    next = room === 0 ? null : rests.bestFit(room);
    if (next === null) {
      position += room;
      next = rests.first();
    }
  }
  return { starts, windows: position / T };
}

/** The documents that are not placed yet, by how many tokens they have in their last window. */
class Rests {
  readonly #byRest: number[][];
  readonly #placed: Uint8Array;
  #next = 0;

  constructor(lengths: readonly number[], T: number) {
    this.#byRest = Array.from({ length: T }, () => []);
    this.#placed = new Uint8Array(lengths.length);
    // The first of each length is on top.
    for (let i = lengths.length - 1; i >= 0; i--) this.#byRest[lengths[i] % T].push(i);
  }

  /** Takes the first document; null when none is left. */
  first(): number | null {
    while (this.#next < this.#placed.length && this.#placed[this.#next] === 1) this.#next++;
    return this.#next === this.#placed.length ? null : this.#take(this.#next);
  }

  /** Takes a document that leaves the fewest positions of `room` empty; null when it would leave all. */
  bestFit(room: number): number | null {
    for (let rest = room; rest > 0; rest--) {
      const documents = this.#byRest[rest];
      while (documents.length > 0 && this.#placed[documents[documents.length - 1]] === 1) documents.pop();
      if (documents.length > 0) return this.#take(documents.pop()!);
    }
    return null;
  }

  #take(document: number): number {
    this.#placed[document] = 1;
    return document;
  }
}
