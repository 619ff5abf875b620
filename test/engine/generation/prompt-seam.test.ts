import { describe, expect, it } from 'vitest';
import { BeginsWith, stablePrompt } from '../../../src/engine/generation/prompt-seam.ts';
import { FORBIDDEN } from '../../../src/engine/generation/text-constraints.ts';
import { TokenConstraints } from '../../../src/engine/generation/token-constraints.ts';
import { BpeTokenizer } from '../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { smallVocabulary } from '../tokens/bpe/small-vocabulary.ts';

/** Ċ is a line break, and Ġ a space, in GPT-2's alphabet of bytes. */
const merges = [
  ['s', 't'],
  ['st', 'o'],
  ['sto', 'r'],
  ['stor', 'y'],
  ['Ċ', 'Ċ'],
] as const;
const tokenizer = new BpeTokenizer(smallVocabulary(merges));

describe('the stable part of a prompt', () => {
  it.each([
    ['a token that may become longer', 'the stor', 'the '],
    ['a space that belongs to the next word', 'the ', 'the'],
    ['two line breaks, of which one belongs to the next line', 'a\n\n', 'a'],
    ['two line breaks and a word', 'a\n\nb', 'a\n'],
    ['bytes of one character', 'café', 'caf'],
  ])('ends before %s', (_, prompt, expected) => {
    expect(stablePrompt(tokenizer, prompt)).toBe(expected);
  });

  it.each(['', 'a', 'story'])('is all of %j, which has no beginning of its own', (prompt) => {
    expect(stablePrompt(tokenizer, prompt)).toBe(prompt);
  });

  it('is all of a prompt whose beginning never encodes alike', () => {
    const odd = { encode: (text: string) => [...text].map((_, i) => text.length + i), decode: () => 'abc' };
    expect(stablePrompt(odd, 'abcdef')).toBe('abcdef');
  });
});

describe('a forced beginning', () => {
  it('allows its bytes, then anything', () => {
    const rules = new BeginsWith('aé');
    const bytes = [...new TextEncoder().encode('aé')];
    let state = rules.start;
    for (const byte of bytes) {
      expect(rules.isFree(state)).toBe(false);
      expect(rules.next(state, byte ^ 1)).toBe(FORBIDDEN);
      state = rules.next(state, byte);
    }
    expect(rules.isFree(state)).toBe(true);
    const empty = new BeginsWith('');
    expect(empty.isFree(empty.start)).toBe(true);
  });

  it('can be written with a token that is longer than the rest of it', () => {
    const rules = new TokenConstraints(new BeginsWith('the stor'), tokenizer, tokenizer.vocabularySize);
    const [story] = tokenizer.encode('story');
    const state = rules.stateAfter('the ');
    expect(rules.isFree(rules.next(state, story))).toBe(true);
    expect(rules.next(state, tokenizer.encode('x')[0])).toBe(FORBIDDEN);
  });
});
