import { lineStart, nodesOfType, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** Quotations without a word, and empty lines at the beginning or the end of one. */
export function* emptyQuotations(page: ParsedMarkdown): Generator<Flaw> {
  const { text } = page;
  for (const { node, start, end } of nodesOfType(page, 'blockquote')) {
    const [first, last] = [node.children[0]?.position, node.children.at(-1)?.position];
    if (first === undefined || last === undefined) {
      yield { what: 'a quotation without words', start, end, replacement: '' };
      continue;
    }
    const mark = sameColumn(text, start, first.start.offset!);
    if (mark > start && text[mark] === '>') yield { what: EMPTY_LINE, start, end: mark, replacement: '' };
    const [lastEnd, follows] = [last.end.offset!, text.slice(end)];
    // What follows at once would be read as the quotation's.
    const isApart = /^[ \t]*(?:$|\n[ \t]*(?:\n|$))/.test(follows);
    if (isApart && text.slice(lastEnd, end).includes('\n')) {
      yield { what: EMPTY_LINE, start: lastEnd, end, replacement: '' };
    }
  }
}

const EMPTY_LINE = 'an empty line of a quotation';

/** In the line of `at`, the place that is as far from its beginning as `start` from that of its own. */
function sameColumn(text: string, start: number, at: number): number {
  return lineStart(text, at) + start - lineStart(text, start);
}
