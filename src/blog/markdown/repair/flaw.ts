import type { Edit } from '../edits.ts';
import type { ParsedMarkdown } from '../parsed-markdown.ts';

/** Something in Markdown that was begun and not carried through, and the change that mends it. */
export interface Flaw extends Edit {
  /** For people: 'emphasis that is never closed'. */
  readonly what: string;
}

/** Finds the flaws of one kind. */
export type FlawFinder = (page: ParsedMarkdown) => Iterable<Flaw>;
