import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BannedWords } from '../../../src/engine/generation/banned-words.ts';
import { BpeTokenizer } from '../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { smallVocabulary } from '../tokens/bpe/small-vocabulary.ts';

/** Besides single bytes: "ca", "cat", " cat", " c", "at", "ats", "cats", "t.", "cat.". */
const tokenizer = new BpeTokenizer(
  smallVocabulary([
    ['c', 'a'],
    ['ca', 't'],
    ['Ġ', 'cat'],
    ['Ġ', 'c'],
    ['a', 't'],
    ['at', 's'],
    ['c', 'ats'],
    ['t', '.'],
    ['ca', 't.'],
  ]),
);

/** The texts of tokens that may not follow `text`. */
function excludedAfter(words: readonly string[], text: string): string[] {
  const banned = new BannedWords(words, tokenizer);
  return Array.from(banned.excludedAfter(banned.stateAfter(text)), (token) => tokenizer.decode([token]));
}

describe('a banned word', () => {
  it('is no token of its own, with a space, or with what follows it', () => {
    expect(excludedAfter(['cat'], '')).toEqual(['cat', ' cat', 'cat.']);
    expect(excludedAfter(['cat'], 'the')).toEqual([' cat']);
    expect(excludedAfter(['cat'], 'the ')).toEqual(['cat', ' cat', 'cat.']);
  });

  it('is not completed by any token after its beginning', () => {
    expect(excludedAfter(['cat'], 'a c')).toEqual([' cat', 'at']);
    expect(excludedAfter(['cat'], 'a ca')).toEqual(['T', 't', ' cat', 't.']);
  });

  it('may be part of a longer word', () => {
    expect(excludedAfter(['cat'], 'con')).not.toContain('cat');
    expect(excludedAfter(['cat'], '')).not.toContain('cats');
    expect(excludedAfter(['cat'], ' c')).not.toContain('ats');
  });

  it('is banned in capitals, however it is given', () => {
    expect(excludedAfter(['Cat'], 'the CA')).toEqual(['T', 't', ' cat', 't.']);
    expect(excludedAfter(['  CAT '], 'the ')).toContain('cat');
  });

  it('has the same letter in all its forms', () => {
    const banned = new BannedWords(['Σίσυφος'], tokenizer);
    for (const last of ['Σ', 'σ', 'ς']) {
      const [first, second] = tokenizer.encode(last);
      const before = banned.next(banned.stateAfter('ΣΊΣΥΦΟ'), first);
      expect([...banned.excludedAfter(before)]).toContain(second);
    }
  });

  it('has characters of several bytes', () => {
    const accents = [0xc9, 0xe9].map((code) => String.fromCodePoint(code));
    for (const accent of accents) {
      const bytes = tokenizer.encode(accent);
      const banned = new BannedWords(['café'], tokenizer);
      const before = banned.next(banned.stateAfter('un caf'), bytes[0]);
      expect([...banned.excludedAfter(before)]).toContain(bytes[1]);
      expect([...banned.excludedAfter(banned.stateAfter('un caf'))]).toEqual(
        [...banned.excludedAfter(banned.stateAfter('un '))].filter((token) => tokenizer.decode([token]) !== ' café'),
      );
    }
  });

  it('may have spaces, which stand for any white space', () => {
    expect(excludedAfter(['a cat'], 'a\n')).toEqual(['cat', 'cat.']);
    expect(excludedAfter(['a cat'], 'the ')).toEqual([]);
    expect(excludedAfter(['a cat'], 'a')).toEqual([' cat']);
  });

  it('may end with a mark, after which anything may follow', () => {
    expect(excludedAfter(['c.'], 'c')).toEqual(['.']);
    expect(excludedAfter(['cat.'], 'ca')).toEqual(['t.']);
  });

  it('is found within text without spaces', () => {
    const [, , last] = tokenizer.encode('猫');
    const banned = new BannedWords(['猫'], tokenizer);
    let state = banned.stateAfter('黒');
    for (const token of tokenizer.encode('猫').slice(0, 2)) state = banned.next(state, token);
    expect([...banned.excludedAfter(state)]).toContain(last);
  });

  it('at the end of a prompt forbids nothing that follows', () => {
    expect(excludedAfter(['cat'], 'the cat')).toEqual([' cat']);
  });

  it('is excluded wherever any of several words is begun', () => {
    expect(excludedAfter(['cat', 'at'], 'ca')).toEqual(['T', 't', ' cat', 't.']);
    expect(excludedAfter(['cat', 'at'], '')).toEqual(['cat', ' cat', 'at', 'cat.']);
  });

  it('is never in a text of tokens that are not excluded', () => {
    const token = fc.nat(tokenizer.vocabularySize - 1);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(token, fc.constantFrom(...tokenizer.encode('catCAT. '))), { maxLength: 40 }),
        (drawn) => {
          const banned = new BannedWords(['cat'], tokenizer);
          let state = banned.stateAfter('');
          const kept: number[] = [];
          for (const token of drawn) {
            if (tokenizer.stopTokens.has(token) || banned.excludedAfter(state).includes(token)) continue;
            kept.push(token);
            state = banned.next(state, token);
          }
          expect(tokenizer.decode(kept)).not.toMatch(/(?<![\p{L}\p{N}\p{M}_])cat(?![\p{L}\p{N}\p{M}_])/iu);
        },
      ),
      { numRuns: 300 },
    );
  });
});
