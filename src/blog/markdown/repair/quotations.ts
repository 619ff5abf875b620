import { lineStart, nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** Quotes without words, and empty lines at the beginning or end of a quote. */
export function* emptyQuotations(page: ParsedMarkdown): Generator<Flaw> {
  const { text } = page;
  for (const { node, start, end } of nodesOfType(page, 'blockquote')) {
    const [first, last] = [node.children[0]?.position, node.children.at(-1)?.position];
    if (first === undefined || last === undefined) {
      yield { what: 'a quote without words', start, end, replacement: '' };
      continue;
    }
    const mark = sameColumn(text, start, first.start.offset!);
    if (mark > start && text[mark] === '>') yield { what: EMPTY_LINE, start, end: mark, replacement: '' };
    const [lastEnd, follows] = [last.end.offset!, text.slice(end)];
    // Text right after it would be read as part of the quote.
    const isApart = /^[ \t]*(?:$|\n[ \t]*(?:\n|$))/.test(follows);
    if (isApart && text.slice(lastEnd, end).includes('\n')) {
      yield { what: EMPTY_LINE, start: lastEnd, end, replacement: '' };
    }
  }
}

const EMPTY_LINE = 'an empty line at the edge of a quote';

/** The offset in the line of `at` that has the same column as `start` in its line. */
function sameColumn(text: string, start: number, at: number): number {
  return lineStart(text, at) + start - lineStart(text, start);
}
