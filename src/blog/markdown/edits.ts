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

/** Whether a stretch lies within one of the others. */
export function isWithin({ start, end }: Stretch, others: readonly Stretch[]): boolean {
  return others.some((other) => other.start <= start && end <= other.end);
}
