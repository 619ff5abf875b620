import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BandIndex, SignatureList } from '../../../src/blog/dedupe/band-index.ts';
import { BANDS, haveBand, signatureOf } from '../../../src/blog/dedupe/min-hash.ts';

const wordsFrom = (first: number, count: number) => Array.from({ length: count }, (_, i) => `word${first + i}`);
const bands = Array.from({ length: BANDS }, (_, band) => band);

describe('SignatureList', () => {
  it('keeps copies, also beyond what lies in one piece', () => {
    const list = new SignatureList();
    const signatures = Array.from({ length: 2500 }, (_, i) => signatureOf([`word${i}`, 'and', 'more']));
    const copies = signatures.map((signature) => signature.slice());
    expect(signatures.map((signature) => list.add(signature))).toEqual([...signatures.keys()]);
    for (const signature of signatures) signature.fill(0);
    expect(copies.findIndex((copy, i) => copy.join() !== list.at(i).join())).toBe(-1);
  });
});

describe('BandIndex', () => {
  it('finds just those that have a band in common, by their first one, then in the order of adding', () => {
    const starts = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(starts, (starts) => {
        const list = new SignatureList();
        for (const start of starts) list.add(signatureOf(wordsFrom(start, 60)));
        const index = new BandIndex(list);
        const added: number[] = [];
        for (const number of starts.keys()) {
          const expected = new Set(
            bands.flatMap((band) => added.filter((other) => haveBand(list.at(number), list.at(other), band))),
          );
          expect([...index.withCommonBand(number)]).toEqual([...expected]);
          // Not in the order of the list: the newest post comes first, wherever it stands.
          if (number % 3 === 2) continue;
          index.add(number);
          added.push(number);
        }
      }),
    );
  });
});
