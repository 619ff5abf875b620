import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRAM_WORDS, PassageIndex } from '../../../src/blog/judging/passage-index.ts';

const indexOf = (texts: readonly string[]) => PassageIndex.of(texts.map((text, i) => ({ source: `${i}.md`, text })));

describe('PassageIndex', () => {
  it('finds the longest passage in any text', () => {
    const index = indexOf(['The shed is on fire again.', 'On Monday the shed was quietly on fire.']);
    expect(index.sharedWith('He said the shed was quietly painted, on Monday.').longest).toEqual({
      words: 4,
      passage: 'the shed was quietly',
      source: '1.md',
    });
  });

  it('ignores case, punctuation, apostrophes and line breaks, and quotes the passage as written', () => {
    expect(indexOf(["it wasn't he said, café"]).sharedWith('“It wasn’t,\nHe Said — cafe\u0301”').longest).toEqual({
      words: 5,
      passage: 'It wasn’t,\nHe Said — cafe\u0301',
      source: '0.md',
    });
  });

  it('finds passages in scripts without spaces', () => {
    const index = indexOf(['朝は早い。吾輩は猫である。名前はまだ無い。']);
    expect(index.sharedWith('さて、吾輩は猫である。名前はまだ無い、と').longest).toEqual({
      words: 9,
      passage: '吾輩は猫である。名前はまだ無い',
      source: '0.md',
    });
  });

  it('does not join the end of one text to the beginning of the next', () => {
    expect(indexOf(['one two', 'three four']).sharedWith('one two three four').longest?.words).toBe(2);
  });

  it('names the first text that has a passage', () => {
    const index = indexOf(['nothing', 'x one two', 'y one two', 'one two z']);
    expect(index.sharedWith('one two').longest?.source).toBe('1.md');
  });

  it('finds nothing if nothing is shared', () => {
    expect(indexOf(['c d']).sharedWith('a b')).toEqual({ words: 2, longest: null, passages: [], sharedGrams: 0 });
    expect(indexOf(['c d']).sharedWith('').longest).toBeNull();
    expect(indexOf([]).sharedWith('a').longest).toBeNull();
  });

  it('returns the passages of at least eight words, and the share of such runs', () => {
    const index = indexOf(['a b c d e f g h i j', 'k l m n o p q r']);
    const shared = index.sharedWith('A b c d e f g h i. New. K l m n o p q r! New c d e f g h i');
    expect(shared.passages).toEqual([
      { words: 9, passage: 'A b c d e f g h i', source: '0.md' },
      { words: 8, passage: 'K l m n o p q r', source: '1.md' },
    ]);
    // Two runs of eight words in the first passage, one in the second, of 26 − 7.
    expect(shared.sharedGrams).toBeCloseTo(3 / 19, 12);
  });

  it('shares nothing with the text itself, but with others that have the same words', () => {
    const index = PassageIndex.of([
      { source: 'a', text: 'the kettle sings before rain' },
      { source: 'b', text: 'my kettle sings at night' },
      { source: 'c', text: 'a kettle sings at noon' },
    ]);
    expect(index.sharedWith('the kettle sings before rain').longest).toMatchObject({ words: 5, source: 'a' });
    expect(index.sharedWith('the kettle sings before rain', 'a').longest).toMatchObject({ words: 2, source: 'b' });
    expect(index.sharedWith('a kettle sings at noon', 'c').longest).toMatchObject({ words: 3, source: 'b' });
    expect(index.sharedWith('the kettle sings before rain', 'd').longest).toMatchObject({ words: 5, source: 'a' });
    expect(PassageIndex.of([{ source: 'a', text: 'rain' }]).sharedWith('rain', 'a').longest).toBeNull();
  });

  it('passes over a thousand places of a text that repeats itself', () => {
    const sharedOf = (words: number) =>
      PassageIndex.of([
        { source: 'a', text: 'tick '.repeat(words) },
        { source: 'b', text: 'tick tock' },
      ]).sharedWith('tick', 'a').longest?.source;
    expect(sharedOf(999)).toBe('b');
    expect(sharedOf(3000)).toBeUndefined();
  });

  it('agrees with a brute-force search', () => {
    const someWords = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 24 });
    fc.assert(
      fc.property(someWords, fc.array(someWords, { maxLength: 4 }), (words, documents) => {
        const texts = documents.map((document) => ` ${document.join(' ')} `);
        const stands = (start: number, end: number) =>
          texts.findIndex((text) => text.includes(` ${words.slice(start, end).join(' ')} `));
        let [longest, grams] = [0, 0];
        for (let start = 0; start < words.length; start++) {
          for (let end = start + 1; end <= words.length; end++) {
            if (stands(start, end) === -1) continue;
            longest = Math.max(longest, end - start);
            if (end - start === GRAM_WORDS) grams++;
          }
        }
        const found = indexOf(documents.map((document) => document.join(' '))).sharedWith(words.join(' '));
        expect(found.longest?.words ?? 0).toBe(longest);
        expect(found.sharedGrams).toBe(grams === 0 ? 0 : grams / (words.length - GRAM_WORDS + 1));
        for (const { passage, source } of [...found.passages, ...(found.longest === null ? [] : [found.longest])]) {
          expect(texts.findIndex((text) => text.includes(` ${passage} `))).toBe(Number.parseInt(source, 10));
        }
      }),
      { numRuns: 300 },
    );
  });
});
