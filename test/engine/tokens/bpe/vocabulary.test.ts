import { describe, expect, it } from 'vitest';
import { BpeTokenizer } from '../../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { parseVocabulary, type VocabularyFiles } from '../../../../src/engine/tokens/bpe/vocabulary.ts';
import { VocabularyFault } from '../../../../src/engine/tokens/tokenizer.ts';
import { smallVocabulary } from './small-vocabulary.ts';

const good = smallVocabulary([
  ['a', 'b'],
  ['ab', 'c'],
]);
const tokens: Record<string, number> = JSON.parse(good.encoder);
const encoderWith = (change: Record<string, unknown>): VocabularyFiles => ({
  ...good,
  encoder: JSON.stringify({ ...tokens, ...change }),
});

describe('a sound vocabulary', () => {
  it('knows its tokens and the end mark', () => {
    const vocabulary = parseVocabulary(good);
    expect(vocabulary.tokenEnds.length).toBe(259);
    expect(vocabulary.marks.endMark).toBe(258);
    expect(new BpeTokenizer(good).encode('abcab')).toEqual([257, 256]);
  });

  it.each([
    ['without a version line', good.merges.replace(/^#version.*\n/, '')],
    ['with CRLF', good.merges.replaceAll('\n', '\r\n')],
    ['without a last line break', good.merges.trimEnd()],
    ['with a BOM', `\uFEFF${good.merges}`],
  ])('may come %s', (_, merges) => {
    expect(new BpeTokenizer({ ...good, merges }).encode('abcab')).toEqual([257, 256]);
  });

  it('takes a first merge that begins with # for a merge', () => {
    const files = smallVocabulary([['#', '#']]);
    const merges = files.merges.replace(/^#version.*\n/, '');
    expect(new BpeTokenizer({ ...files, merges }).encode('##')).toEqual([256]);
  });

  it('may have no end mark', () => {
    const { '<|endoftext|>': _, ...others } = tokens;
    expect(parseVocabulary({ ...good, encoder: JSON.stringify(others) }).marks.endMark).toBeNull();
  });
});

describe('a vocabulary at fault is refused, by name', () => {
  it.each<[string, VocabularyFiles, RegExp]>([
    ['JSON cut short', { ...good, encoder: good.encoder.slice(0, -1) }, /encoder\.json is not valid JSON/],
    ['a list', { ...good, encoder: '["a"]' }, /one JSON object/],
    ['an id given twice', encoderWith({ ab: 257 }), /gives the id 257 twice, to "ab" and to "abc"/],
    ['an id left out', encoderWith({ abc: 259 }), /token "abc" the id 259; .* 0 to 258/],
    ['an id that is no number', encoderWith({ ab: '256' }), /token "ab" the id "256"/],
    ['an id that is no whole number', encoderWith({ ab: 255.5 }), /token "ab" the id 255.5/],
    ['a character outside the alphabet', encoderWith({ 'a b': 259 }), /token "a b" holds " "/],
    ['a byte without a token', { ...good, encoder: good.encoder.replace('"a":', '"aa":') }, /no token for byte 97/],
    ['three parts', { ...good, merges: `${good.merges}a b c\n` }, /vocab\.bpe line 4, "a b c", is not two parts/],
    ['one part', { ...good, merges: 'ab\na b' }, /vocab\.bpe line 1, "ab", is not two parts/],
    ['an empty line between', { ...good, merges: 'a b\n\nab c\n' }, /line 2, "", is not two parts/],
    ['a result without a token', { ...good, merges: `${good.merges}b c\n` }, /line 4, "b c", needs the token "bc"/],
    ['a merge given twice', { ...good, merges: `${good.merges}a b\n` }, /line 4, "a b", repeats/],
  ])('%s', (_, files, message) => {
    expect(() => parseVocabulary(files)).toThrow(VocabularyFault);
    expect(() => parseVocabulary(files)).toThrow(message);
  });

  it('under the name the caller gave', () => {
    const files = { ...good, merges: 'x', mergesName: 'models/mine/merges.txt' };
    expect(() => parseVocabulary(files)).toThrow(/^models\/mine\/merges\.txt line 1/);
  });
});
