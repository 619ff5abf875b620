import { linePrefix } from './line-prefix.ts';
import type { TextFinder } from './text-finder.ts';

/**
 * Stands where a tag stood, so that `[text]({{ url }})` stays a link. A private character, which no post has a use
 * for; the text of a post is rendered without it.
 */
export const TAG_PLACEHOLDER = '\uE000';

/** A tag is no longer than this, and in one paragraph: a stray brace must swallow nothing. */
const LONGEST_TAG = 4000;

/** Behind the mark that ends a tag; null where its paragraph has none, or only far away. */
export function tagEnd(finder: TextFinder, place: number, close: string): number | null {
  const at = finder.indexOf(close, place + 2);
  if (at === -1 || at - place > LONGEST_TAG || at > finder.paragraphEnd(place)) return null;
  return at + close.length;
}

/** What is seen of a tag as it stands there: a paragraph of its own where the tag has its own line, else within the line. */
export function standing(
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

/** Whether the line before that of a tag has text, to which what the tag leaves would belong. */
function isAfterText(text: string, place: number, prefix: string): boolean {
  const own = text.slice(place - prefix.length, place);
  const before = text.slice(Math.max(0, place - prefix.length - 200), place - prefix.length - 1);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return own.replace(/[\s>]/g, '') === '' && /[^\s>]/.test(line) && place > prefix.length;
}

/** Whether a place is in a block of HTML, in which Markdown is not read. */
function isInHtml(text: string, place: number): boolean {
  const before = text.slice(Math.max(0, place - LONGEST_TAG), place);
  return /^[ \t]*</.test(before.slice(before.lastIndexOf('\n\n') + 1).replace(/^\n+/, ''));
}
