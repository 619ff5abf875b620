import { nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** Escapes and entities, which are skipped, and runs of marks. */
const RUN = /\\[\s\S]|&#?\w+;|`+|\*+|_+|~{2,}/g;

/** Marks of emphasis and code that the parser read as text although they look like opening or closing marks. */
export function* danglingMarks(page: ParsedMarkdown): Generator<Flaw> {
  const { text } = page;
  for (const { start, end } of nodesOfType(page, 'text')) {
    for (const { 0: run, index } of text.slice(start, end).matchAll(RUN)) {
      const at = start + index;
      if (!/^[\\&]/.test(run) && isMark(run, text[at - 1] ?? ' ', text[at + run.length] ?? ' ')) {
        const what = run.startsWith('`') ? 'inline code that is never closed' : 'emphasis that is never closed';
        yield { what, start: at, end: at + run.length, replacement: '' };
      }
    }
  }
}

/**
 * Whether a run looks like a mark: not a multiplication sign (`2 * 3`) or part of a name (`snake_case`, `_`). Two or
 * more in a row that no word follows count as one.
 */
function isMark(run: string, before: string, after: string): boolean {
  const word = /[\p{L}\p{N}]/u;
  if (run.startsWith('`') || (run.length > 1 && /\s/.test(before) && !word.test(after))) return true;
  const opens = !/[\s,.;:!?)]/.test(after) && !word.test(before);
  const closes = !/\s/.test(before) && !word.test(after);
  return opens || (closes && before !== ' ');
}
