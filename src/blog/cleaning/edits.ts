/** A stretch of a text, as offsets. */
export interface Stretch {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** A stretch, and what takes its place. */
export interface Edit extends Stretch {
  readonly text: string;
}

/** The text with all edits made; of two that overlap, the one that begins first, or is the longer one. */
export function edited(text: string, edits: readonly Edit[]): string {
  let done = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (edit.from < at) continue;
    done += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return done + text.slice(at);
}

/** Whether a stretch lies within one of the others. */
export function isWithin({ from, to }: Stretch, others: readonly Stretch[]): boolean {
  return others.some((other) => other.from <= from && to <= other.to);
}
