import { lineIn } from './hast-search.ts';
import { htmlTree } from './html-to-markdown.ts';

/** A line of HTML, such as a title with entities in it, as text; null for none, and for white space. */
export function plainLine(html: string | null): string | null {
  if (html === null) return null;
  const text = /[<&]/.test(html) ? lineIn(htmlTree(html)) : html.replace(/\s+/g, ' ').trim();
  return text === '' ? null : text;
}

/** Whether two lines have the same letters and digits, whatever their case and marks: a heading that repeats a title. */
export function isSameLine(one: string, other: string): boolean {
  const letters = (line: string) => line.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return letters(one) === letters(other);
}
