import { linePrefix } from './line-prefix.ts';
import type { TextFinder } from './text-finder.ts';

/**
 * Replaces a tag, so that `[text]({{ url }})` stays a link. It is a private-use character, which posts do not use and
 * rendered text leaves out.
 */
export const TAG_PLACEHOLDER = '\uE000';

/** In characters. A tag must end within this length and its paragraph, so that a stray brace does not swallow text. */
const LONGEST_TAG = 4000;

/** The offset after the mark that ends a tag; null if it does not end in its paragraph or is too long. */
export function tagEnd(finder: TextFinder, place: number, close: string): number | null {
  const at = finder.indexOf(close, place + 2);
  if (at === -1 || at - place > LONGEST_TAG || at > finder.paragraphEnd(place)) return null;
  return at + close.length;
}

/** The visible text of a tag, fitted to its position: separate paragraphs if the tag has its own line, else inline. */
export function placedTagText(
  { text }: TextFinder,
  place: number,
  end: number,
  texts: readonly string[],
  side: 'before' | 'after' | 'alone',
): string {
  if (texts.length === 0) return TAG_PLACEHOLDER;
  const { prefix, isWhole: beginsLine } = linePrefix(text, place);
  const endsLine = /^[ \t]{0,100}(?:\n|$)/.test(text.slice(end, end + 101));
  const gap = `\n${prefix.trimEnd()}\n${prefix}`;
  if (side === 'before' ? beginsLine : side === 'after' ? endsLine : beginsLine && endsLine) {
    const paragraphs = texts.join(gap);
    if (side === 'after') return `${gap}${paragraphs}`;
    return `${isAfterText(text, place, prefix) ? `\n${prefix}` : ''}${paragraphs}${gap}`;
  }
  const seen = isInHtml(text, place) ? texts.filter((one) => !one.startsWith('![')).join(' ') : texts.join(' ');
  if (seen === '') return TAG_PLACEHOLDER;
  return side === 'after' ? ` ${seen}` : seen + (side === 'before' ? ' ' : '');
}

/** Whether the line before a tag has text that the tag's paragraphs would become part of. */
function isAfterText(text: string, place: number, prefix: string): boolean {
  const own = text.slice(place - prefix.length, place);
  const before = text.slice(Math.max(0, place - prefix.length - 200), place - prefix.length - 1);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return own.replace(/[\s>]/g, '') === '' && /[^\s>]/.test(line) && place > prefix.length;
}

/** Whether a position is in an HTML block, where Markdown is not parsed. */
function isInHtml(text: string, place: number): boolean {
  const before = text.slice(Math.max(0, place - LONGEST_TAG), place);
  return /^[ \t]*</.test(before.slice(before.lastIndexOf('\n\n') + 1).replace(/^\n+/, ''));
}
