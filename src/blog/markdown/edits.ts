/** A stretch of a text, as offsets. */
export interface Stretch {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A stretch, and what takes its place. */
export interface Edit extends Stretch {
  readonly replacement: string;
}

/** The text with all edits made; of two that overlap, the one that begins first, or is the longer one. */
export function edited(text: string, edits: Iterable<Edit>): string {
  let [done, at] = ['', 0];
  for (const { start, end, replacement } of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue;
    done += text.slice(at, start) + replacement;
    at = end;
  }
  return done + text.slice(at);
}

/** Whether a stretch lies within one of some others; asking takes steps by the logarithm of how many there are. */
export function withinAny(others: readonly Stretch[]): (stretch: Stretch) => boolean {
  const sorted = others.toSorted((a, b) => a.start - b.start);
  /** Of each with those before it. */
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
