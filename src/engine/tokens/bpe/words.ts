import {
  classOfPoint,
  classOfUnit,
  HIGH_SURROGATE,
  LETTER,
  NEWLINE,
  NUMBER,
  OTHER,
  OTHER_DIGIT,
  SPACE,
} from './unicode-classes.ts';

/**
 * How text is split into words before merging.
 *
 *   gpt2     contractions (lower case only), then runs of letters, of numbers or of anything else, each with one space in
 *            front; otherwise white space, without its last character if a word follows (Radford et al., 2019):
 *            's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 *   digits   each digit alone, and gpt2 on what is between digits, as SmolLM and StarCoder do
 *   llama3   contractions in any case; letters with one other character in front; up to three digits; anything else with
 *            one space in front and line breaks behind; white space up to its last line break; white space as in gpt2:
 *            (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|…
 *   qwen2    llama3, but each digit alone: \p{N} for \p{N}{1,3}
 *
 * No regular expression runs: the classes of characters must be those of unicode-classes.ts, and a scanner is many times
 * as fast.
 */
export type WordRule = 'gpt2' | 'digits' | 'llama3' | 'qwen2';

/** Where the word that begins at `start` ends. `start` is before the end of the text. */
export type WordEnd = (text: string, start: number) => number;

export const wordEnds: Readonly<Record<WordRule, WordEnd>> = {
  gpt2: (text, start) => gpt2WordEnd(text, start, false),
  digits: (text, start) => gpt2WordEnd(text, start, true),
  llama3: (text, start) => llama3WordEnd(text, start, 3),
  qwen2: (text, start) => llama3WordEnd(text, start, 1),
};

/** Half a surrogate pair counts as U+FFFD, which is OTHER. */
function classAt(text: string, at: number): number {
  const of = classOfUnit[text.charCodeAt(at)];
  return of === HIGH_SURROGATE ? classOfPoint[text.codePointAt(at)!] : of;
}

/** Units of the character at `at`: 2 for a surrogate pair. */
function unitsAt(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00 ? 2 : 1;
}

/** With `digits`, a digit is a word and ends the text before it. */
function gpt2WordEnd(text: string, start: number, digits: boolean): number {
  const { length } = text;
  const unit = text.charCodeAt(start);
  if (unit === APOSTROPHE) {
    const end = contractionEnd(text, start, false);
    if (end !== start) return end;
  }
  let of = classAt(text, start);
  if (digits && isDigit(of)) return start + unitsAt(text, start);
  let at = start;
  if (unit === SPACE_UNIT && start + 1 < length) {
    const next = classAt(text, start + 1);
    if (isWord(next) && !(digits && isDigit(next))) {
      of = next;
      at++;
    }
  }
  if (of === OTHER || of === OTHER_DIGIT) return otherRunEnd(text, at, digits);
  if (isWord(of)) return runEnd(text, at, of);
  const end = whiteSpaceEnd(text, start);
  const isLast = end === length || (digits && isDigit(classAt(text, end)));
  return isLast || end - start === 1 ? end : end - 1;
}

function llama3WordEnd(text: string, start: number, longestNumber: number): number {
  const { length } = text;
  const unit = text.charCodeAt(start);
  if (unit === APOSTROPHE) {
    const end = contractionEnd(text, start, true);
    if (end !== start) return end;
  }
  const of = classAt(text, start);
  if (of === LETTER) return runEnd(text, start, LETTER);
  if (of === NUMBER) return numberEnd(text, start, longestNumber);
  const after = start + unitsAt(text, start);
  const next = after < length ? classAt(text, after) : NEWLINE;
  if (of !== NEWLINE && next === LETTER) return runEnd(text, after, LETTER);
  const isOther = of === OTHER || of === OTHER_DIGIT;
  if (isOther || (unit === SPACE_UNIT && (next === OTHER || next === OTHER_DIGIT))) {
    let end = otherRunEnd(text, isOther ? start : after, false);
    while (end < length && classOfUnit[text.charCodeAt(end)] === NEWLINE) end++;
    return end;
  }
  const end = whiteSpaceEnd(text, start);
  for (let at = end; at > start; at--) if (classOfUnit[text.charCodeAt(at - 1)] === NEWLINE) return at;
  return end === length || end - start === 1 ? end : end - 1;
}

const APOSTROPHE = 0x27;
const SPACE_UNIT = 0x20;
/** ſ, which matches s if case does not matter. */
const LONG_S = 0x17f;

function isWord(of: number): boolean {
  return of !== SPACE && of !== NEWLINE;
}

function isDigit(of: number): boolean {
  return of === NUMBER || of === OTHER_DIGIT;
}

/** Where the contraction at the apostrophe ends; `start` if there is none. */
function contractionEnd(text: string, start: number, anyCase: boolean): number {
  const letter = (at: number) => {
    const unit = text.charCodeAt(at);
    if (!anyCase) return unit;
    if (unit === LONG_S) return 0x73;
    return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
  };
  switch (letter(start + 1)) {
    case 0x73: // s
    case 0x74: // t
    case 0x6d: // m
    case 0x64: // d
      return start + 2;
    case 0x72: // re
    case 0x76: // ve
      return letter(start + 2) === 0x65 ? start + 3 : start;
    case 0x6c: // ll
      return letter(start + 2) === 0x6c ? start + 3 : start;
    default:
      return start;
  }
}

function runEnd(text: string, start: number, of: number): number {
  const { length } = text;
  let at = start;
  while (at < length) {
    const unit = text.charCodeAt(at);
    const here = classOfUnit[unit];
    if (here === of) at++;
    else if (here === HIGH_SURROGATE && classOfPoint[text.codePointAt(at)!] === of) at += 2;
    else break;
  }
  return at;
}

/** Without digits that no expression calls numbers if `digits`. */
function otherRunEnd(text: string, start: number, digits: boolean): number {
  const { length } = text;
  let at = start;
  while (at < length) {
    let of = classOfUnit[text.charCodeAt(at)];
    if (of === OTHER) {
      at++;
      continue;
    }
    if (of !== HIGH_SURROGATE) break;
    of = classOfPoint[text.codePointAt(at)!];
    if (of !== OTHER && (digits || of !== OTHER_DIGIT)) break;
    at += unitsAt(text, at);
  }
  return at;
}

function numberEnd(text: string, start: number, longest: number): number {
  const { length } = text;
  let at = start;
  for (let count = 0; count < longest && at < length && classAt(text, at) === NUMBER; count++) at += unitsAt(text, at);
  return at;
}

/** All white space is in the basic plane. */
function whiteSpaceEnd(text: string, start: number): number {
  const { length } = text;
  let at = start;
  while (at < length) {
    const of = classOfUnit[text.charCodeAt(at)];
    if (of !== SPACE && of !== NEWLINE) break;
    at++;
  }
  return at;
}

/**
 * The last place in `text` where it can be cut under each rule: white space after something else, so that no word crosses
 * it, and no word before it depends on what follows. −1 if there is none. `before` is the text that comes first.
 */
export function lastCut(before: string, text: string, rule: WordRule): number {
  // These rules take line breaks behind punctuation into the word.
  const breaksJoin = rule === 'llama3' || rule === 'qwen2';
  let next = OTHER;
  for (let at = text.length - 1; at >= -1; at--) {
    const unit = at === -1 ? before.charCodeAt(before.length - 1) : text.charCodeAt(at);
    if (Number.isNaN(unit)) break;
    const of = classOfUnit[unit];
    const isCut = breaksJoin ? next === SPACE || (next === NEWLINE && (of === LETTER || of === NUMBER)) : !isWord(next);
    if (isCut && isWord(of)) return at + 1;
    next = of;
  }
  return -1;
}
