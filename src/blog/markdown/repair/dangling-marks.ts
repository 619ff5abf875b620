import { nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** Escapes and entities, which are passed over, and runs of marks. */
const RUN = /\\[\s\S]|&#?\w+;|`+|\*+|_+|~{2,}/g;

/** Marks of emphasis and code that the parser took for text, though they open or close something by where they stand. */
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

/** Not the sign of a product (`2 * 3`), nor part of a name (`snake_case`, `_`). Two in a row without a word mean nothing. */
function isMark(run: string, before: string, after: string): boolean {
  const word = /[\p{L}\p{N}]/u;
  if (run.startsWith('`') || (run.length > 1 && /\s/.test(before) && !word.test(after))) return true;
  const opens = !/[\s,.;:!?)]/.test(after) && !word.test(before);
  const closes = !/\s/.test(before) && !word.test(after);
  return opens || (closes && before !== ' ');
}
