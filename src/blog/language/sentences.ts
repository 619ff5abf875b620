import { isAbbreviation } from './abbreviations.ts';
import { OpenMarks } from './open-marks.ts';
import { hasUnspaced } from './words.ts';

/** Marks that may end a sentence in any script, with closing marks after them. Greek uses a semicolon as question mark. */
const STOPS = /((?:[\p{STerm}…\u037e]|(?<=\p{sc=Greek}\p{M}?);)+)([)\]"'”’“»«›*_`~」』）】》〉]*)/gu;

/** Marks that also occur inside numbers, names and addresses; they end a sentence only before white space. */
const LATIN_STOP = /[.!?…‼⁇⁈⁉‽;]$/;

/** Particles after a Japanese quotation that continue the sentence. */
const QUOTATION_CONTINUES = /^(?:と(?!ても|ころ|にかく)|って|など|なんて)/;

/** Longest item number in characters, including white space and quote marks before it. */
const LONGEST_ITEM_NUMBER = 12;

/** Scripts that end a sentence with a space instead of a mark. */
const UNMARKED = /[\p{sc=Thai}\p{sc=Lao}]/u;
const UNMARKED_END = /[\p{sc=Thai}\p{sc=Lao}]\s+/gu;

/** The first sentence with its marks; the whole text if it has only one sentence or none that ends. */
export function firstSentence(text: string): string {
  const [end] = sentenceEnds(text, { strictly: true });
  return end === undefined ? text : text.slice(0, end);
}

/**
 * The sentences of a paragraph, without white space around them; an unfinished one at the end counts. In Thai and Lao,
 * which have no full stop, every space ends a sentence.
 */
export function sentencesOf(text: string): string[] {
  const ends = [...sentenceEnds(text, { strictly: true })];
  if (UNMARKED.test(text)) for (const { 0: gap, index } of text.matchAll(UNMARKED_END)) ends.push(index + gap.length);
  const sentences: string[] = [];
  let start = 0;
  for (const end of [...ends.sort((a, b) => a - b), text.length]) {
    const sentence = text.slice(start, end).trim();
    if (sentence !== '') sentences.push(sentence);
    start = end;
  }
  return sentences;
}

/**
 * Where the last finished sentence ends; 0 if none does. A sentence may also end inside unclosed quotes and before a
 * lower-case letter. In Thai and Lao, which have no full stop, every space ends a sentence.
 */
export function lastSentenceEnd(text: string): number {
  let last = 0;
  for (const end of sentenceEnds(text, { strictly: false })) last = end;
  for (const { index } of UNMARKED.test(text) ? text.trimEnd().matchAll(UNMARKED_END) : []) {
    last = Math.max(last, index + 1);
  }
  return last;
}

/** Whether a text ends in a script without end marks, so that one cannot tell whether its last sentence is finished. */
export function endsUnmarked(text: string): boolean {
  return UNMARKED.test(text.trimEnd().at(-1) ?? '');
}

/** Whether a text ends with a full stop of any script; an ellipsis, "!" and "?" do not count. */
export function endsWithStop(text: string): boolean {
  return /[^.][.。．｡।۔።]$/u.test(text);
}

/** The ends of sentences, in order. `strictly`: not inside open marks and not before a lower-case letter. */
function* sentenceEnds(text: string, { strictly }: { strictly: boolean }): Generator<number, void, undefined> {
  const open = new OpenMarks(text);
  const spaces = /\s*/y;
  let from = 0;
  let hasWord = false;
  for (const { 0: all, 1: stops, 2: closers, index } of text.matchAll(STOPS)) {
    const end = index + all.length;
    // Marks without a word are not a sentence.
    hasWord ||= /[\p{L}\p{N}]/u.test(text.slice(from, end));
    from = end;
    spaces.lastIndex = end;
    const next = end + (spaces.exec(text)?.[0].length ?? 0);
    const place: Stop = { text, index, stops, closers, end, next };
    if (!hasWord || isItemNumber(place) || !canEnd(place, strictly)) continue;
    if (strictly && !open.isClosedAt(end)) continue;
    yield end;
    hasWord = false;
  }
}

/** End marks in a text, with the position of what follows them. */
interface Stop {
  readonly text: string;
  readonly index: number;
  readonly stops: string;
  readonly closers: string;
  /** After the closing marks. */
  readonly end: number;
  /** Position of the next character that is not white space. */
  readonly next: number;
}

function canEnd({ text, index, stops, closers, end, next }: Stop, strictly: boolean): boolean {
  if (next === text.length) return true;
  const after = text.slice(next, next + 20);
  const before = text[index - 1] ?? '';
  if (!LATIN_STOP.test(stops)) {
    const isWithinNumber = end === next && /\p{Nd}/u.test(before) && /^\p{Nd}/u.test(after);
    return !isWithinNumber && !(closers !== '' && QUOTATION_CONTINUES.test(after));
  }
  if (end === next) {
    // Japanese and Chinese with ASCII marks: 好き!でも
    const isUnspaced = hasUnspaced(before) && hasUnspaced(after.slice(0, 2));
    return isUnspaced && !/…|\.\./.test(stops) && !(closers !== '' && QUOTATION_CONTINUES.test(after));
  }
  if (strictly && /^\p{Ll}/u.test(after)) return false;
  return !(stops === '.' && isAbbreviation(text, index, after));
}

/** Whether this is the `1.` of a list item at the start of a line, which may be quoted. */
function isItemNumber({ text, index, stops }: Stop): boolean {
  const before = text.slice(Math.max(0, index - LONGEST_ITEM_NUMBER), index);
  return stops === '.' && /\n[ \t>]*\d{1,3}$/.test(index <= LONGEST_ITEM_NUMBER ? `\n${before}` : before);
}
