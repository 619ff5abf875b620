import { firstSentence } from '../language/sentences.ts';
import { wholeWords } from '../language/words.ts';
import { blocksOf } from '../markdown/blocks.ts';

/** Longest point, in characters; a longer sentence is cut after a word. */
const LONGEST_POINT = 120;

/** The part of a block that is read, in characters: more than any point needs. */
const READ = 1000;

/** With fewer headings, the paragraphs say more about a post. */
const FEWEST_HEADINGS = 2;

/** Its signs, and its words with what closes it. */
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/;
/** Signs at the end of a heading, which are none of its words. */
const CLOSING = /(?<![ \t])[ \t]+#+[ \t]*$/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const ITEM = /^(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)$/;

/**
 * Beginnings of blocks that are not prose: quotations, list items, tables, HTML, images, rules, indented code; definitions of
 * footnotes, links and abbreviations; attributes, containers and formulas of Markdown's dialects.
 */
const NO_PROSE =
  /^(?: {4}|\t| {0,3}(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]|\||<|!\[|[*_-](?:[ \t]?[*_-]){2,}|\*?\[[^[\]\n]+\]:|\{[:.#]|:{3}|\$\$))/;

/**
 * The points that a text in Markdown makes, in order: its headings, or, with fewer than two headings, the first sentence
 * of each of its paragraphs. Each is one line without Markdown marks, at most 120 characters long. Points without a
 * letter or digit are left out.
 */
export function outlineOf(markdown: string): string[] {
  const blocks = blocksOf(markdown).filter(({ fenced }) => !fenced);
  const headings = pointsOf(blocks.flatMap(({ text }) => headingsOf(text).map(withoutMarks)));
  if (headings.length >= FEWEST_HEADINGS) return headings;
  const prose = blocks.filter(({ text }) => !NO_PROSE.test(text) && headingsOf(text).length === 0);
  return pointsOf(prose.map(({ text }) => firstSentence(withoutMarks(text))));
}

/**
 * The points in an outline that a person wrote: its headings and list items in the order of the file, or, without any,
 * its lines.
 */
export function pointsOfOutline(markdown: string): string[] {
  const lines = linesOutsideCode(markdown);
  const marked = lines.flatMap((line) => headingOf(line)?.words ?? ITEM.exec(line.trimStart())?.[1] ?? []);
  return marked.length > 0 ? linesAsPoints(marked) : linesAsPoints(lines);
}

/**
 * The headings in an outline that a person wrote, as lines of Markdown for the body of a post: the highest become `##`, since a
 * post has its title elsewhere. If the first heading is the only one of the highest level, it is the title of the outline, and
 * left out.
 */
export function headingsOfOutline(markdown: string): string[] {
  const found = linesOutsideCode(markdown).flatMap((line) => {
    const heading = headingOf(line);
    const [text] = heading === null ? [] : linesAsPoints([heading.words]);
    return text === undefined ? [] : [{ level: heading!.level, text }];
  });
  const isTitle = found.length > 0 && found.slice(1).every(({ level }) => level > found[0].level);
  const headings = isTitle && found[0].level === 1 ? found.slice(1) : found;
  const highest = Math.min(...headings.map(({ level }) => level));
  return headings.map(({ level, text }) => `${'#'.repeat(Math.min(6, level - highest + 2))} ${text}`);
}

function headingOf(line: string): { readonly level: number; readonly words: string } | null {
  const [, signs, words] = HEADING.exec(line) ?? [];
  return signs === undefined ? null : { level: signs.length, words: words.replace(CLOSING, '') };
}

function linesOutsideCode(markdown: string): string[] {
  return blocksOf(markdown).flatMap(({ text, fenced }) => (fenced ? [] : text.split('\n')));
}

/** The facts in a text with one fact a line; list marks before them are dropped. */
export function pointsOfLines(text: string): string[] {
  return linesAsPoints(text.split(/\r\n|[\r\n]/).map((line) => ITEM.exec(line.trim())?.[1] ?? line));
}

/** Whole lines, because a person's words are kept: nothing is cut, and only white space changes. */
function linesAsPoints(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/[\s\p{Cc}]+/gu, ' ').trim()).filter(hasWord);
}

function pointsOf(texts: readonly string[]): string[] {
  return texts.map((text) => wholeWords(text, LONGEST_POINT)).filter(hasWord);
}

function headingsOf(block: string): string[] {
  const lines = block.split('\n');
  const headings = lines.flatMap((line) => headingOf(line)?.words ?? []);
  const isUnderlined = lines.length === 2 && UNDERLINE.test(lines[1]) && !NO_PROSE.test(lines[0]);
  return isUnderlined ? [lines[0]] : headings;
}

function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** A raised number that leads to a note. */
const NOTE_IN_HTML = /<sup[^<>]*>\s*<a [^<>]*href="#[^<>]*>[^<>]*<\/a>\s*<\/sup>/gi;

/** A line or paragraph of Markdown as one line of plain text. */
function withoutMarks(text: string): string {
  return text
    .slice(0, READ)
    .replace(/!?\[([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])/g, '$1')
    .replace(NOTE_IN_HTML, '')
    .replace(/\[\^[^[\]\s]*\]|<\/?[a-z][^<>]*>/gi, '')
    .replace(/(?<!\\)(?:[*`]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}]))/gu, '')
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
