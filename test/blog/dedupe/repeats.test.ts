import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shinglesOf, signatureOf, similarityOf } from '../../../src/blog/dedupe/min-hash.ts';
import { RepeatFinder } from '../../../src/blog/dedupe/repeats.ts';

/** `count` different words, numbered from `first`. */
function wordsFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `word${first + i}`);
}

/** The posts left out of these texts and days, as [index left out, index kept]. */
function leftOut(posts: readonly (readonly [string, (string | null)?])[], near = true): number[][] {
  const finder = new RepeatFinder();
  for (const [text, day = null] of posts) finder.add(text, text, day);
  return Array.from(finder.repeats({ near }), ([index, { of }]) => [index, of]).sort(([a], [b]) => a - b);
}

const post = wordsFrom(0, 200).join(' ');
const corrected = post.replace('word100', 'corrected');

describe('the similarity of two signatures', () => {
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
        expect(Math.abs(similarityOf(signatureOf(a), signatureOf(b)) - jaccard)).toBeLessThan(5 * 0.045);
      }),
    );
  });

  it('does not depend on case', () => {
    expect(similarityOf(signatureOf(['A', 'b', 'C']), signatureOf(['a', 'B', 'c']))).toBe(1);
  });
});

describe('RepeatFinder', () => {
  it('leaves out identical and nearly identical posts in any order', () => {
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

  it('leaves out posts only in favour of kept ones', () => {
    const versions = Array.from({ length: 8 }, (_, i) => [wordsFrom(i * 15, 200).join(' ')] as const);
    const pairs = leftOut(versions);
    const gone = new Set(pairs.map(([index]) => index));
    expect(gone.size).toBeGreaterThan(0);
    expect(pairs.filter(([, of]) => gone.has(of))).toEqual([]);
  });

  it('keeps short texts that are similar, and all similar ones without `near`', () => {
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

it('finds the repeats among many texts of one template', () => {
  const template = wordsFrom(0, 100);
  const texts = Array.from({ length: 500 }, (_, i) => [...template, ...wordsFrom(1000 * (i + 1), 100)]);
  const corrections = [7, 250, 499].map((i) => texts[i].with(150, 'corrected'));
  const posts = [...texts, ...corrections].map((words) => [words.join(' ')] as const);
  expect(leftOut(posts)).toEqual([
    [500, 7],
    [501, 250],
    [502, 499],
  ]);
});
