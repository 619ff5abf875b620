import { describe, expect, it } from 'vitest';
import { BANDS, bandHash, type Signature, shareBand, signatureOf } from '../../../src/blog/dedupe/min-hash.ts';

const PAIRS = 400;
const SHINGLES = 600;

/** Two texts with the given Jaccard index: they share their first shingles. */
function pairOf(likeness: number, number: number): [Signature, Signature] {
  const shared = Math.round((2 * SHINGLES * likeness) / (1 + likeness));
  const text = (own: string) =>
    signatureOf(Array.from({ length: SHINGLES + 2 }, (_, i) => `${i < shared + 2 ? 'both' : own}${number}x${i}`));
  return [text('one'), text('other')];
}

/** The share of pairs with this similarity that have a band in common. */
function foundShare(likeness: number, common: (one: Signature, other: Signature, band: number) => boolean): number {
  let found = 0;
  for (let number = 0; number < PAIRS; number++) {
    const [one, other] = pairOf(likeness, number);
    if (Array.from({ length: BANDS }, (_, band) => band).some((band) => common(one, other, band))) found++;
  }
  return found / PAIRS;
}

describe('the bands of a signature', () => {
  const ways = {
    shareBand,
    bandHash: (one: Signature, other: Signature, band: number) => bandHash(one, band) === bandHash(other, band),
  };

  // 1 − (1 − s⁴)³²; shorter bands would find more than that, longer ones less.
  it.each(
    Object.entries(ways).flatMap(([way, common]) =>
      [0, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1].map((likeness) => [way, likeness, common] as const),
    ),
  )('by %s find texts that are alike to the degree %f as often as is promised', (_, likeness, common) => {
    const promised = 1 - (1 - likeness ** 4) ** 32;
    // Four standard deviations for this number of pairs, plus the slight dependence among the values of a signature.
    const tolerance = 4 * Math.sqrt((promised * (1 - promised)) / PAIRS) + 0.02;
    expect(Math.abs(foundShare(likeness, common) - promised)).toBeLessThan(tolerance);
  });

  it('cover every value of the signature exactly once', () => {
    const [signature] = pairOf(1, 0);
    const all = Array.from({ length: BANDS }, (_, band) => band);
    const bandsOfValues = Array.from(signature, (value, at) => {
      const changed = signature.with(at, value ^ 1);
      expect(all.filter((band) => bandHash(changed, band) !== bandHash(signature, band))).toHaveLength(1);
      return all.filter((band) => !shareBand(changed, signature, band));
    });
    expect(bandsOfValues.map((bands) => bands.length)).toEqual(Array(signature.length).fill(1));
    expect(new Set(bandsOfValues.flat()).size).toBe(BANDS);
  });
});
