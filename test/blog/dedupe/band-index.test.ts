import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BandIndex } from '../../../src/blog/dedupe/band-index.ts';
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
