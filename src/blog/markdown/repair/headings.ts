import { lineEnd, lineStart, nodesOf, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** In characters. A longer heading is really a paragraph. */
const LONGEST_HEADING = 140;

/** Headings without words, as long as a paragraph, or without the space after their marks. */
export function* brokenHeadings(page: ParsedMarkdown): Generator<Flaw> {
  const { text } = page;
  for (const { node, start, end } of nodesOf(page)) {
    if (node.type === 'heading' && node.children.length === 0) {
      yield { what: 'a heading without words', start, end: lineEnd(text, end), replacement: '' };
    }
    if (node.type === 'heading' && end - start > LONGEST_HEADING) {
      const marks = /^#{1,6}[ \t]+/.exec(text.slice(start, end))?.[0].length ?? 0;
      const what = 'a paragraph marked as a heading';
      // The underline was meant as a rule.
      if (marks === 0) yield { what, start: lineStart(text, end), end: lineStart(text, end), replacement: '\n' };
      else yield { what, start, end: start + marks, replacement: '' };
    }
    const dash = node.type === 'heading' ? /\n {0,3}-$/.exec(text.slice(start, end)) : null;
    if (dash !== null) {
      yield {
        what: 'a dash that turns the line above into a heading',
        start: start + dash.index,
        end,
        replacement: '',
      };
    }
    const marks = node.type === 'paragraph' ? /^#{2,6}(?=[^#\s])/.exec(text.slice(start, end))?.[0] : undefined;
    if (marks !== undefined) {
      const at = start + marks.length;
      yield { what: 'a heading without a space after its marks', start: at, end: at, replacement: ' ' };
    }
  }
}
