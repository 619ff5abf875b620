import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  classOfPoint,
  LETTER,
  NEWLINE,
  NUMBER,
  OTHER_DIGIT,
  SPACE,
} from '../../../../src/engine/tokens/bpe/unicode-classes.ts';
import { type WordRule, wordEnds } from '../../../../src/engine/tokens/bpe/words.ts';

/** The classes as sets for regular expressions, so that this runtime's version of Unicode does not matter. */
const setOf = (...wanted: number[]) => {
  let set = '';
  for (let point = 0; point < classOfPoint.length; point++) {
    if (!wanted.includes(classOfPoint[point])) continue;
    const start = point;
    while (wanted.includes(classOfPoint[point + 1])) point++;
    set += `\\u{${start.toString(16)}}-\\u{${point.toString(16)}}`;
  }
  return set;
};
const L = setOf(LETTER);
const N = setOf(NUMBER);
const S = setOf(SPACE, NEWLINE);
const D = setOf(NUMBER, OTHER_DIGIT);

const gpt2 = `'s|'t|'re|'ve|'m|'ll|'d| ?[${L}]+| ?[${N}]+| ?[^${S}${L}${N}]+|[${S}]+(?![^${S}])|[${S}]+`;
const llama3 = (numbers: string) =>
  `'(?:[sSſtTmMdD]|[rRvV][eE]|[lL][lL])|[^\\r\\n${L}${N}]?[${L}]+|[${N}]${numbers}| ?[^${S}${L}${N}]+[\\r\\n]*|` +
  `[${S}]*[\\r\\n]+|[${S}]+(?![^${S}])|[${S}]+`;
const matches = (expression: string) => {
  const compiled = new RegExp(expression, 'gu');
  return (text: string) => text.match(compiled) ?? [];
};
const digit = new RegExp(`([${D}])`, 'u');
const gpt2Words = matches(gpt2);
/** What each rule stands for, as regular expressions. */
const definitions: Record<WordRule, (text: string) => string[]> = {
  gpt2: gpt2Words,
  digits: (text) => text.split(digit).flatMap(gpt2Words),
  llama3: matches(llama3('{1,3}')),
  qwen2: matches(llama3('')),
};

const telling = [
  ..."'’sStTrRvVeElLmMdDſa",
  'é',
  '.',
  '-',
  '1',
  '2',
  '٣',
  '½',
  '日',
  '\u{1F600}',
  '\u{1D400}',
  '\u{1D7CE}',
];
const rare = [
  '\u{11DE0}',
  '\u{16FF4}',
  '\uFEFF',
  ' ',
  ' ',
  ' ',
  '\n',
  '\r',
  '\t',
  '\u0085',
  '\u00a0',
  '\u3000',
  '\u0301',
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...telling, ...rare), maxLength: 60 }),
);

describe.each(Object.keys(definitions) as WordRule[])('the rule %s', (rule) => {
  const words = (text: string) => {
    const found: string[] = [];
    for (let start = 0; start < text.length; ) {
      const end = wordEnds[rule](text, start);
      found.push(text.slice(start, end));
      start = end;
    }
    return found;
  };

  test('splits as its regular expression', () => {
    fc.assert(
      fc.property(anyText, (text) => void expect(words(text)).toEqual(definitions[rule](text))),
      { numRuns: 3000 },
    );
  });

  test('takes half a surrogate pair for a character of its own', () => {
    expect(words('a\ud800b')).toEqual(rule === 'gpt2' || rule === 'digits' ? ['a', '\ud800', 'b'] : ['a', '\ud800b']);
    expect(words('1\udc00\udc00')).toEqual(['1', '\udc00\udc00']);
  });
});

describe('the classes of characters', () => {
  const count = (...wanted: number[]) => classOfPoint.reduce((sum, of) => sum + Number(wanted.includes(of)), 0);

  test('are those of Hugging Face, for every code point', () => {
    expect([count(LETTER), count(NUMBER), count(SPACE, NEWLINE), count(OTHER_DIGIT)]).toEqual(COUNTS);
    expect(createHash('sha256').update(classOfPoint).digest('hex')).toBe(SHA256);
  });

  test("differ from this runtime's only for characters that one of the two does not know", () => {
    const expected = (character: string) => {
      if (/\p{L}/u.test(character)) return [LETTER];
      if (/\p{N}/u.test(character)) return [NUMBER, OTHER_DIGIT];
      return /[\r\n]/.test(character) ? [NEWLINE] : /\p{White_Space}/u.test(character) ? [SPACE] : [0];
    };
    const others: string[] = [];
    for (let point = 0; point < classOfPoint.length; point++) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const character = String.fromCodePoint(point);
      const isNew = classOfPoint[point] === 0 || /\p{Cn}/u.test(character);
      if (!isNew && !expected(character).includes(classOfPoint[point])) others.push(point.toString(16));
    }
    expect(others).toEqual([]);
  });
});

/** Letters, numbers, white space, and digits that are no numbers in an expression. */
const COUNTS = [141028, 1911, 25, 13];
/** Of one byte per code point. */
const SHA256 = '11afb2a3fc416b0d00010d354f229bbd94a6852105b7a097af8b2d1c34817d53';
