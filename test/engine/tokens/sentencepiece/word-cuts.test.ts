import { describe, expect, test } from 'vitest';
import { NO_MARKS } from '../../../../src/engine/tokens/bpe/marks.ts';
import type { PieceFiles } from '../../../../src/engine/tokens/sentencepiece/pieces.ts';
import { lastWordEnd, unitKinds, wordEnd } from '../../../../src/engine/tokens/sentencepiece/word-cuts.ts';

const files = (merges: PieceFiles['merges'], rules: Partial<PieceFiles['rules']> = {}): PieceFiles => ({
  vocab: new Map([['\u2581', 0]]),
  merges,
  rules: {
    spacePrefix: 'each',
    findsInSigns: true,
    splitsAtSpaces: false,
    byteFallback: true,
    unknown: null,
    fusesUnknown: true,
    ...rules,
  },
  added: [],
  marks: NO_MARKS,
  source: 'test',
  tokenizerJson: null,
});
const merges = [
  ['\u2581', 'a'],
  ['a', 'b'],
  ['\u2581', '\u2581'],
] as const;

function wordsOf(text: string, kinds: Uint8Array): string[] {
  const words: string[] = [];
  for (let start = 0; start < text.length; start += words.at(-1)!.length) {
    words.push(text.slice(start, wordEnd(text, start, kinds)));
  }
  return words;
}

describe('words', () => {
  const text = 'ab  ba\u2581a1a\n\u{1F600}b';
  test.each<[string, Uint8Array, string[]]>([
    [
      'are cut before spaces, and around what no merge joins',
      unitKinds(files(merges), true),
      ['ab', '  ba', '\u2581a', '1', 'a', '\n', '\u{1F600}b'],
    ],
    [
      'are cut before each space if the vocabulary is',
      unitKinds(files(merges, { splitsAtSpaces: true }), true),
      ['ab', ' ', ' ba', '\u2581a', '1', 'a', '\n', '\u{1F600}b'],
    ],
    [
      'are cut before spaces alone if some characters become one token together',
      unitKinds(files(merges, { unknown: '?' }), false),
      ['ab', '  ba', '\u2581a1a\n\u{1F600}b'],
    ],
    ['are not cut if some characters are left out', unitKinds(files(merges), false), [text]],
    [
      'are cut around what no merge joins alone if a token reaches across a space',
      unitKinds(files([...merges, ['b', '\u2581a']]), true),
      ['ab  ba\u2581a', '1', 'a', '\n', '\u{1F600}b'],
    ],
    ['are not cut around characters if bytes join', unitKinds(files([...merges, ['<0x0A>', '\u2581']]), true), [text]],
  ])('%s', (_, kinds, expected) => {
    expect(wordsOf(text, kinds)).toEqual(expected);
  });

  test('are not cut if no token is the sign for a space', () => {
    const kinds = unitKinds({ ...files(merges, { unknown: '?' }), vocab: new Map() }, false);
    expect(wordsOf('a a', kinds)).toEqual(['a a']);
  });
});

describe('the last place to cut', () => {
  const kinds = unitKinds(files(merges), true);
  const eachSpace = unitKinds(files(merges, { splitsAtSpaces: true }), true);
  test.each<[string, string, Uint8Array, number]>([
    ['', 'ab', kinds, -1],
    ['', ' ab', kinds, -1],
    ['a', ' ab', kinds, 0],
    [' ', ' ab', kinds, -1],
    [' ', ' ab', eachSpace, 0],
    ['', 'ab a', kinds, 2],
    ['', 'ab  a', kinds, 2],
    ['', 'ab  a', eachSpace, 3],
    ['', 'ab\n', kinds, 3],
    ['', 'a\nb', kinds, 2],
    ['', '\nb', kinds, 1],
    ['\n', 'b', kinds, 0],
    ['a', '\u{1F600}', kinds, -1],
  ])('after %j in %j', (before, text, given, expected) => {
    expect(lastWordEnd(before, text, given)).toBe(expected);
  });
});
