import type { Flaw } from './flaw.ts';
import { lineEnd, nodesOf, type ParsedMarkdown } from './parsed-markdown.ts';

/** Headings without a word, and those without the space that makes them headings. */
export function* brokenHeadings(page: ParsedMarkdown): Generator<Flaw> {
  const { text } = page;
  for (const { node, start, end } of nodesOf(page)) {
    if (node.type === 'heading' && node.children.length === 0) {
      yield { what: 'a heading without words', start, end: lineEnd(text, end), replacement: '' };
    }
    const marks = node.type === 'paragraph' ? /^#{2,6}(?=[^#\s])/.exec(text.slice(start, end))?.[0] : undefined;
    if (marks !== undefined) {
      const at = start + marks.length;
      yield { what: 'a heading without its space', start: at, end: at, replacement: ' ' };
    }
  }
}
