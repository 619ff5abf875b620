import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness, shinglesOf, signatureOf } from '../../../src/blog/dedupe/min-hash.ts';
import { RepeatFinder } from '../../../src/blog/dedupe/repeats.ts';

/** `count` words that nothing else has but what begins at the same number. */
function wordsFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `word${first + i}`);
}

/** What is left out of posts of these texts and days, as [index of what is left out, index of what stays]. */
function leftOut(posts: readonly (readonly [string, (string | null)?])[], near = true): number[][] {
  const finder = new RepeatFinder();
  for (const [text, day = null] of posts) finder.add(text, text, day);
  return Array.from(finder.repeats({ near }), ([index, { of }]) => [index, of]).sort(([a], [b]) => a - b);
}

const post = wordsFrom(0, 200).join(' ');
const corrected = post.replace('word100', 'corrected');

describe('the likeness of two signatures', () => {
  it('is near the Jaccard index of their shingles', () => {
    const sizes = fc.record({
      shared: fc.nat(300),
      one: fc.integer({ min: 3, max: 300 }),
      other: fc.integer({ min: 3, max: 300 }),
    });
    fc.assert(
      fc.property(sizes, fc.nat(1e6), ({ shared, one, other }, first) => {
        const words = (start: number, count: number) => [...wordsFrom(first, shared), ...wordsFrom(start, count)];
        const [a, b] = [words(first + 1e7, one), words(first + 2e7, other)];
        const [inA, inB] = [new Set(shinglesOf(a)), new Set(shinglesOf(b))];
        const both = [...inA].filter((shingle) => inB.has(shingle)).length;
        const jaccard = both / (inA.size + inB.size - both);
        // Five standard deviations of 128 draws.
        expect(Math.abs(likeness(signatureOf(a), signatureOf(b)) - jaccard)).toBeLessThan(5 * 0.045);
      }),
    );
  });

  it('does not depend on case', () => {
    expect(likeness(signatureOf(['A', 'b', 'C']), signatureOf(['a', 'B', 'c']))).toBe(1);
  });
});

describe('RepeatFinder', () => {
  it('leaves out what is the same, and nearly the same, whatever comes first', () => {
    expect(leftOut([[post], [corrected], [post], [wordsFrom(1000, 200).join(' ')]])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it('keeps the newest, then the longest, then the first', () => {
    expect(
      leftOut([
        [post, '2019-01-01'],
        [corrected, '2020-01-01'],
      ]),
    ).toEqual([[0, 1]]);
    expect(leftOut([[corrected, '2020-01-01'], [post]])).toEqual([[1, 0]]);
    expect(leftOut([[post], [`${post} and more`]])).toEqual([[0, 1]]);
    expect(leftOut([[post], [corrected]])).toEqual([[1, 0]]);
  });

  it('leaves out nothing for a post that is left out itself', () => {
    const versions = Array.from({ length: 8 }, (_, i) => [wordsFrom(i * 15, 200).join(' ')] as const);
    const pairs = leftOut(versions);
    const gone = new Set(pairs.map(([index]) => index));
    expect(gone.size).toBeGreaterThan(0);
    expect(pairs.filter(([, of]) => gone.has(of))).toEqual([]);
  });

  it('keeps short texts that are alike, and alike ones when told to', () => {
    expect(leftOut([['a happy new year 2019'], ['a happy new year 2020']])).toEqual([]);
    expect(leftOut([['a'], ['a'], [''], ['']])).toEqual([
      [1, 0],
      [3, 2],
    ]);
    expect(leftOut([[post], [corrected], [post]], false)).toEqual([[2, 0]]);
  });

  it('keeps posts that share half of their words', () => {
    expect(leftOut([[wordsFrom(0, 200).join(' ')], [wordsFrom(100, 200).join(' ')]])).toEqual([]);
  });
});
