import { endsWithStop, firstSentence } from '../language/sentences.ts';
import { countWords, wholeWords } from '../language/words.ts';
import { blocksOf, joinBlocks } from '../markdown/blocks.ts';
import { flawsOf } from '../markdown/repair/repair-markdown.ts';
import { wholeClauses } from './whole-clauses.ts';

/** Characters. A longer line is a paragraph. */
const MAX_TITLE_CHARACTERS = 140;

/** Maximum characters of a title taken from a paragraph. */
const CUT_TITLE = 80;

/** A clause of fewer words says too little to be a title. */
const MIN_CLAUSE_WORDS = 3;

/** A text's title, and the rest of the text. */
export interface TitledText {
  readonly title: string | null;
  readonly body: string;
}

/**
 * Takes the first line with a letter or digit as the title; rules above it are removed. If the line is a paragraph, its
 * first sentence is the title and the body begins with the next one; if that sentence is too long, its beginning is the
 * title and the paragraph stays complete. Code is never a title.
 */
export function splitTitle(markdown: string): TitledText {
  const blocks = blocksOf(markdown);
  const at = blocks.findIndex(({ text, fenced }) => fenced || titleFromLine(text.split('\n')[0]) !== null);
  if (at === -1 || blocks[at].fenced) return { title: null, body: markdown };
  const [line, ...more] = blocks[at].text.split('\n');
  const title = titleFromLine(line)!;
  if (/^(?:=+|-+)\s*$/.test(more[0] ?? '')) more.shift();
  const rest = isParagraph(plain(line)) ? [withoutSentence(line, title), ...more] : more;
  return { title, body: joinBlocks([{ ...blocks[at], text: rest.join('\n') }, ...blocks.slice(at + 1)]) };
}

/** The text without its first line, or that line's first sentence, if it repeats the title. */
export function withoutTitle(markdown: string, title: string): string {
  const divided = splitTitle(markdown);
  return divided.title === title ? divided.body : markdown;
}

/**
 * A line as a title: without Markdown marks, surrounding quotes and a final full stop; of a paragraph, the beginning.
 * Null if no word is left, or only one that is too long.
 */
export function titleFromLine(line: string): string | null {
  const words = plain(line);
  const title = withoutStop(unquoted(withoutStop(isParagraph(words) ? beginningOf(words) : words)));
  return /[\p{L}\p{N}]/u.test(title) ? title : null;
}

/** The plain text of a line of Markdown, or of `title:` in front matter. */
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

/** Without a final colon, comma or similar, and without a sentence's full stop; "…", "!" and "U.S." are kept. */
function withoutStop(text: string): string {
  const end = text.replace(/[\s,;:|=~–—-]+$/, '');
  return /(?:^|\s)[^\s.]+\.$/.test(end) ? end.slice(0, -1) : end;
}

/** Whether a line is longer than a title: too many words, or several sentences, the last of which is complete. */
function isParagraph(words: string): boolean {
  return words.length > MAX_TITLE_CHARACTERS || (endsWithStop(words) && firstSentence(words).length < words.length);
}

/** A paragraph's title: its first sentence, or as much of that as fits, cut after a clause or a word. */
function beginningOf(words: string): string {
  const sentence = firstSentence(words);
  if (sentence.length <= CUT_TITLE) return sentence;
  const clauses = wholeClauses(sentence, CUT_TITLE);
  if (clauses !== null && countWords(clauses) >= MIN_CLAUSE_WORDS) return clauses;
  const cut = wholeWords(sentence, CUT_TITLE).replace(/[\s,;:–—-]+$/, '');
  return cut === '' ? '' : `${cut}…`;
}

/** The start of a line in a quotation or a list. */
const IN_A_BLOCK = /^\s*(?:>|[-*+]\s|\d+[.)]\s)/;

/**
 * A paragraph's first line without its first sentence, if that is the title and both parts are valid Markdown by
 * themselves; else the whole line. Heading marks are removed, because the line is not a heading.
 */
function withoutSentence(line: string, title: string): string {
  const text = line.replace(/^\s*#+\s+|\s+#+\s*$/g, '');
  const sentence = firstSentence(text);
  const rest = text.slice(sentence.length).trimStart();
  const isTitle = withoutStop(unquoted(withoutStop(plain(sentence)))) === title;
  const isProse = !IN_A_BLOCK.test(text) && /^["'“‘«(]?[\p{L}\p{N}]/u.test(rest) && !IN_A_BLOCK.test(rest);
  return isTitle && isProse && [sentence, rest].every((part) => flawsOf(part).length === 0) ? rest : text;
}
