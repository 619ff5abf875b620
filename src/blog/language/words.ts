/** Letters of scripts that do not put spaces between words. */
const UNSPACED =
  '[[[\\p{L}\\p{M}\\p{N}]--\\p{Nd}]&&[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]]';

/** First and further characters of a word in the other scripts; accents, soft hyphens and joiners may follow. */
const LETTER = `[[\\p{L}\\p{N}]--${UNSPACED}]`;
const LETTERS = `${LETTER}[[\\p{L}\\p{M}\\p{N}\\u00ad\\u200c\\u200d\\u2060]--${UNSPACED}]*`;

/** Marks allowed inside a word, between two letters or digits. */
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

/** The locale is fixed so that the machine's does not matter; the dictionaries depend on the script, not the locale. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** In UTF-16 units. The segmenter takes quadratic time in the length of a run, so longer runs are cut. */
const LONGEST_RUN = 500;

/** A word and where it starts in the text. */
export interface PlacedWord {
  readonly word: string;
  readonly index: number;
}

/**
 * The words of a text, as written. In scripts with spaces, a word is a run of letters and digits, including single
 * marks that join them: "don’t", "well-known", "3.5", "1,000", "U.S.", "snake_case", "ann@example.org". This follows
 * Unicode's word boundaries (https://unicode.org/reports/tr29/), except that hyphens and @ join words and a web address
 * is one word. Chinese, Japanese, Thai, Lao, Khmer and Burmese are divided by the dictionaries of `Intl.Segmenter`. In
 * code, names and numbers count as words; emoji and other symbols never do.
 */
export function wordsOf(text: string): string[] {
  if (!unspaced.test(text)) return text.match(spacedWord) ?? [];
  return Array.from(placed(text), ({ word }) => word);
}

/** `wordsOf` with the position of each word. */
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

/** Whether any of a text is in a script that does not put spaces between words. */
export function hasUnspaced(text: string): boolean {
  return unspaced.test(text);
}

/** Whether a word may end between two pieces of text because the script on either side uses no spaces. */
export function meetUnspaced(before: string, after: string): boolean {
  return endsUnspaced.test(before) || beginsUnspaced.test(after);
}

/** The length of a word in letters of an alphabet; a Chinese character counts as three. */
export function lengthInLetters(word: string): number {
  return word.length + 2 * (word.match(han)?.length ?? 0);
}

/** As many whole words from the start as fit into `most` characters; '' if not even the first one fits. */
export function wholeWords(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  // Twice the length, so that the word at the limit is seen whole or is known to be too long.
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
    // The cut may have split the last word, so it is read again with the text that follows.
    if (!isLast && segments.length > 1) segments.pop();
    for (const { segment, index: at } of segments) yield { word: segment, index: index + start + at };
    start += segments.at(-1)!.index + segments.at(-1)!.segment.length;
  }
}
