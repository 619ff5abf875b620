/** Letters of scripts that put no spaces between words. */
const UNSPACED =
  '[[[\\p{L}\\p{M}\\p{N}]--\\p{Nd}]&&[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]]';

/** How a word of the other scripts begins, and how it continues: with accents, soft hyphens and invisible joiners too. */
const LETTER = `[[\\p{L}\\p{N}]--${UNSPACED}]`;
const LETTERS = `${LETTER}[[\\p{L}\\p{M}\\p{N}\\u00ad\\u200c\\u200d\\u2060]--${UNSPACED}]*`;

/** What may stand within a word, between two letters or digits. */
const JOINT = `(?:['’‘＇·‧@.\\-‐‑]|_+|(?<=\\p{Nd})[,٫٬](?=\\p{Nd})|(?<=\\p{sc=Hebr})["״](?=\\p{sc=Hebr}))`;

/** A web address, up to its last letter, digit or slash. */
const ADDRESS = `(?:[Hh][Tt][Tt][Pp][Ss]?:\\/\\/|[Ww]{3}\\.)[[\\p{L}\\p{M}\\p{N}_~:\\/?#@!$&*+,;=%.\\-]--${UNSPACED}]*[[\\p{L}\\p{N}\\/]--${UNSPACED}]`;

const SPACED_WORD = `${ADDRESS}|${LETTERS}(?:${JOINT}${LETTERS})*`;

const spacedWord = new RegExp(SPACED_WORD, 'gv');
const wordOrRun = new RegExp(`(${UNSPACED}+)|${SPACED_WORD}`, 'gv');
const unspaced = new RegExp(UNSPACED, 'v');
const endsUnspaced = new RegExp(`${UNSPACED}$`, 'v');
const beginsUnspaced = new RegExp(`^${UNSPACED}`, 'v');
const han = /\p{sc=Han}/gu;

/** A fixed locale, because the machine's own must not matter; the dictionaries go by script, not by locale. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The segmenter's time grows with the square of a run, so that long runs are cut. In UTF-16 units. */
const LONGEST_RUN = 500;

/** A word, and where it begins. */
export interface PlacedWord {
  readonly word: string;
  readonly index: number;
}

/**
 * The words of a text, as they are written. Where a script has spaces, a word is letters and digits, with the single
 * marks between them that make one word of them: "don’t", "well-known", "3.5", "1,000", "U.S.", "snake_case",
 * "ann@example.org". It follows Unicode's word boundaries (https://unicode.org/reports/tr29/), except for hyphens,
 * @ and web addresses, each of which is one word. Chinese, Japanese, Thai, Lao, Khmer and Burmese are divided by the
 * dictionaries of `Intl.Segmenter`. Code counts by its names and numbers; emoji and other symbols are not words.
 */
export function wordsOf(text: string): string[] {
  if (!unspaced.test(text)) return text.match(spacedWord) ?? [];
  return Array.from(placed(text), ({ word }) => word);
}

/** The same, with the place of each. */
export function placedWordsOf(text: string): PlacedWord[] {
  return [...placed(text)];
}

export function countWords(text: string): number {
  let count = 0;
  if (unspaced.test(text)) {
    for (const _ of placed(text)) count++;
    return count;
  }
  spacedWord.lastIndex = 0;
  while (spacedWord.test(text)) count++;
  return count;
}

/** Whether a word, or any of a text, is in a script that puts no spaces between words. */
export function hasUnspaced(text: string): boolean {
  return unspaced.test(text);
}

/** Whether a word can end between two stretches of text because the scripts at that place use no spaces. */
export function meetUnspaced(before: string, after: string): boolean {
  return endsUnspaced.test(before) || beginsUnspaced.test(after);
}

/** How long a word is, in letters of an alphabet: a Chinese character says as much as three of them. */
export function lengthInLetters(word: string): number {
  return word.length + 2 * (word.match(han)?.length ?? 0);
}

/** As many words as have room in `most` characters; '' when not even the first has. */
export function wholeWords(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  // A word that begins before the end of the room is seen whole or goes out of it.
  for (const { index, segment } of segmenter.segment(text.slice(0, 2 * most))) {
    const stop = index + segment.length;
    if (stop > most) break;
    const after = text.slice(stop, stop + 2);
    if (meetUnspaced(segment, after) || /^\s/.test(after)) end = stop;
  }
  return text.slice(0, end).trimEnd();
}

function* placed(text: string): Generator<PlacedWord, void, undefined> {
  for (const { 0: word, 1: run, index } of text.matchAll(wordOrRun)) {
    if (run === undefined) yield { word, index };
    else yield* wordsOfRun(run, index);
  }
}

function* wordsOfRun(run: string, index: number): Generator<PlacedWord, void, undefined> {
  let start = 0;
  while (start < run.length) {
    const part = run.slice(start, start + LONGEST_RUN);
    const isLast = start + part.length === run.length;
    const segments = part.length === 1 ? [{ segment: part, index: 0 }] : [...segmenter.segment(part)];
    // The cut may have divided the last word: it is read again with what follows.
    if (!isLast && segments.length > 1) segments.pop();
    for (const { segment, index: at } of segments) yield { word: segment, index: index + start + at };
    start += segments.at(-1)!.index + segments.at(-1)!.segment.length;
  }
}
