import { lineIn } from './html/hast-search.ts';
import { htmlPieces } from './html/html-pieces.ts';
import { htmlTree } from './html/html-to-markdown.ts';

/** A line of HTML, such as a title with entities, as text; null for null or only white space. */
export function plainLine(html: string | null): string | null {
  if (html === null) return null;
  const text = /[<&]/.test(html) ? textOfLine(html) : html.replace(/\s+/g, ' ').trim();
  return text === '' ? null : text;
}

/** If elements are nested too deeply for a tree, their tags are skipped: it is only a line. */
function textOfLine(html: string): string {
  try {
    return lineIn(htmlTree(html));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const texts = Array.from(htmlPieces(html, noElements), ({ kind, text }) => (kind === 'text' ? text : ''));
    return lineIn(htmlTree(texts.join('')));
  }
}

const noElements: ReadonlySet<string> = new Set();

/**
 * Whether two lines have the same letters and digits, ignoring case and punctuation, as when a heading repeats a title.
 */
export function isSameLine(one: string, other: string): boolean {
  const letters = (line: string) => line.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return letters(one) === letters(other);
}
