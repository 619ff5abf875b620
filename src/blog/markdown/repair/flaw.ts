import type { Edit } from '../edits.ts';
import type { ParsedMarkdown } from '../parsed-markdown.ts';

/** An unclosed or broken piece of Markdown, with the edit that repairs it. */
export interface Flaw extends Edit {
  /** A description for people: 'emphasis that is never closed'. */
  readonly what: string;
}

/** Finds the flaws of one kind. */
export type FlawFinder = (page: ParsedMarkdown) => Iterable<Flaw>;
