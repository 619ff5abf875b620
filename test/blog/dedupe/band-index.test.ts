import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BandIndex, MOST_IN_BAND } from '../../../src/blog/dedupe/band-index.ts';
import { BANDS, shareBand, signatureOf } from '../../../src/blog/dedupe/min-hash.ts';

const wordsFrom = (first: number, count: number) => Array.from({ length: count }, (_, i) => `word${first + i}`);
const bands = Array.from({ length: BANDS }, (_, band) => band);

it('finds exactly the signatures with a common band, by the first such band, then in the order of adding', () => {
  const starts = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(starts, (starts) => {
      const signatures = starts.map((start) => signatureOf(wordsFrom(start, 60)));
      const index = new BandIndex(signatures);
      const added: number[] = [];
      for (const [number, signature] of signatures.entries()) {
        const expected = new Set(
          bands.flatMap((band) => added.filter((other) => shareBand(signature, signatures[other], band))),
        );
        expect([...index.withCommonBand(number)]).toEqual([...expected]);
        // Some are only looked up and never added.
        if (number % 3 === 2) continue;
        index.add(number);
        added.push(number);
      }
    }),
  );
});

it('finds few of the texts that only share a template, however many there are', () => {
  const template = wordsFrom(0, 100);
  const signatures = Array.from({ length: 1000 }, (_, i) =>
    signatureOf([...template, ...wordsFrom(1000 * (i + 1), 100)]),
  );
  const index = new BandIndex(signatures);
  for (const number of signatures.keys()) index.add(number);
  const found = Array.from(signatures.keys(), (number) => index.withCommonBand(number));
  // Without a limit, nearly all of them share a band with each.
  for (const [number, others] of found.entries()) {
    expect(others.has(number)).toBe(true);
    expect(others.size).toBeLessThan(4 * MOST_IN_BAND);
  }
});

it('finds as many with the same values in a band as the limit allows', () => {
  const signatures = Array.from({ length: MOST_IN_BAND + 2 }, () => signatureOf(wordsFrom(0, 60)));
  const index = new BandIndex(signatures);
  for (const number of signatures.keys()) {
    expect(index.withCommonBand(number).size).toBe(Math.min(number, MOST_IN_BAND));
    index.add(number);
  }
});
