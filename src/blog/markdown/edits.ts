/** A stretch of a text, by offsets. */
export interface Stretch {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A stretch and its replacement. */
export interface Edit extends Stretch {
  readonly replacement: string;
}

/** The text with all edits applied; of two that overlap, the one that begins first or, from the same start, the longer. */
export function edited(text: string, edits: Iterable<Edit>): string {
  let [done, at] = ['', 0];
  for (const { start, end, replacement } of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue;
    done += text.slice(at, start) + replacement;
    at = end;
  }
  return done + text.slice(at);
}

/** A test of whether a stretch is inside one of `others`, in logarithmic time. */
export function withinAny(others: readonly Stretch[]): (stretch: Stretch) => boolean {
  const sorted = others.toSorted((a, b) => a.start - b.start);
  /** The greatest end up to each stretch. */
  const lastEnds: number[] = [];
  for (const { end } of sorted) lastEnds.push(Math.max(end, lastEnds.at(-1) ?? 0));
  return ({ start, end }) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle].start <= start) low = middle + 1;
      else high = middle;
    }
    return low > 0 && end <= lastEnds[low - 1];
  };
}
