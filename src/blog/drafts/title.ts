import { blocksOf, joinBlocks } from './blocks.ts';

/** Characters; a longer line is a paragraph. */
const LONGEST_TITLE = 140;

/** Characters that a paragraph gives for a title. */
const CUT_TITLE = 80;

/** A text's title, and what is left of the text. */
export interface TitledText {
  readonly title: string | null;
  readonly body: string;
}

/**
 * Takes the first line with a letter or digit as the title; rules above it go. A line that is too long for
 * one is a paragraph: it stays in the body, and the title is its beginning. Code is no title.
 */
export function divideTitle(markdown: string): TitledText {
  const blocks = blocksOf(markdown);
  const at = blocks.findIndex(({ text, fenced }) => fenced || titleFromLine(text.split('\n')[0]) !== null);
  if (at === -1 || blocks[at].fenced) return { title: null, body: markdown };
  const [line, ...more] = blocks[at].text.split('\n');
  const title = titleFromLine(line);
  if (plain(line).length > LONGEST_TITLE) return { title, body: joinBlocks(blocks.slice(at)) };
  if (/^(?:=+|-+)\s*$/.test(more[0] ?? '')) more.shift();
  const rest = blocks.slice(at + 1);
  return { title, body: joinBlocks(more.length === 0 ? rest : [{ ...blocks[at], text: more.join('\n') }, ...rest]) };
}

/** The text without its first line when that line is the title once more. */
export function withoutTitle(markdown: string, title: string): string {
  const divided = divideTitle(markdown);
  return divided.title === title ? divided.body : markdown;
}

/** A line as a title: without Markdown's marks, quotes around it and stops behind it; null when no word is left. */
export function titleFromLine(line: string): string | null {
  const title = withoutStop(unquoted(shorten(withoutStop(plain(line)))));
  return /[\p{L}\p{N}]/u.test(title) ? title : null;
}

/** The words of a line of Markdown, or of a `title:` in front matter. */
function plain(line: string): string {
  return line
    .replace(/^[#>\s]+|[#\s]+$/g, '')
    .replace(/^title\s*[:=]\s*/i, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/[*`]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function unquoted(text: string): string {
  return /^(?:"[^"]*"|'[^']*'|“[^“”]*”|‘[^‘’]*’|«[^«»]*»)$/.test(text) ? text.slice(1, -1).trim() : text;
}

/** Without marks that lead on to something else, and without a sentence's full stop; "…", "!" and "U.S." keep theirs. */
function withoutStop(text: string): string {
  const end = text.replace(/[\s,;:|=~–—-]+$/, '');
  return /^[^.]*\.$/.test(end) ? end.slice(0, -1) : end;
}

/** The beginning of a paragraph, cut after the last whole word that fits. */
function shorten(title: string): string {
  if (title.length <= LONGEST_TITLE) return title;
  const end = title.lastIndexOf(' ', CUT_TITLE);
  return (end > 0 ? title.slice(0, end) : title.slice(0, CUT_TITLE)).replace(/[\ud800-\udbff]$/, '');
}
