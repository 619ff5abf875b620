import { describe, expect, it } from 'vitest';
import { parseOnce } from '../../../../src/engine/tokens/bpe/parse-once.ts';
import type { AddedToken, VocabularyFiles } from '../../../../src/engine/tokens/bpe/vocabulary.ts';
import { VocabularyFault } from '../../../../src/engine/tokens/tokenizer.ts';
import { smallVocabulary } from './small-vocabulary.ts';

const files = () => smallVocabulary([['a', 'b']]);
const added: AddedToken = {
  id: 258,
  content: '[PAD]',
  special: true,
  lstrip: false,
  rstrip: false,
  single_word: false,
  normalized: false,
};

describe('a vocabulary is parsed once', () => {
  it('where the next files say the same, whatever they are called', () => {
    expect(parseOnce({ ...files(), encoderName: 'elsewhere/vocab.json' })).toBe(parseOnce(files()));
  });

  it.each<[string, VocabularyFiles]>([
    ['other tokens', smallVocabulary([['a', 'c']])],
    ['other merges', { ...files(), merges: '' }],
    ['an added token', { ...files(), added: [added] }],
  ])('and again where they have %s', (_, others) => {
    const before = parseOnce(files());
    expect(parseOnce(others)).not.toBe(before);
    expect(parseOnce(files())).toEqual(before);
  });

  it('and what is refused is refused each time, by its own name', () => {
    const broken = { ...files(), encoder: '[]' };
    expect(() => parseOnce({ ...broken, encoderName: 'one.json' })).toThrow(/^one\.json/);
    expect(() => parseOnce({ ...broken, encoderName: 'two.json' })).toThrow(VocabularyFault);
    expect(() => parseOnce({ ...broken, encoderName: 'two.json' })).toThrow(/^two\.json/);
  });
});
