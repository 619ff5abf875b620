import type { ParsedMarkdown } from './parsed-markdown.ts';

/** A change of a text: what stands from `start` up to `end` becomes `replacement`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** Something in Markdown that was begun and not carried through, and the change that mends it. */
export interface Flaw extends Edit {
  /** For people: 'emphasis that is never closed'. */
  readonly what: string;
}

/** Finds the flaws of one kind. */
export type FlawFinder = (page: ParsedMarkdown) => Iterable<Flaw>;

/** Makes all changes; of two that overlap, the one that begins first. */
export function edited(text: string, edits: Iterable<Edit>): string {
  let [result, end] = ['', 0];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (edit.start < end) continue;
    result += text.slice(end, edit.start) + edit.replacement;
    end = edit.end;
  }
  return result + text.slice(end);
}
