import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/engine/random.ts';
import { packDocuments } from '../../../src/engine/tokens/pack-documents.ts';

const lengthsOf = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });

describe('packing', () => {
  test('puts every document somewhere, and no two in one place', () => {
    fc.assert(
      fc.property(lengthsOf, fc.integer({ min: 1, max: 12 }), (lengths, T) => {
        const { starts, windows } = packDocuments(lengths, T);
        const owners = new Array<number>(windows * T).fill(0);
        lengths.forEach((length, i) => {
          for (let at = 0; at < length; at++) owners[starts[i] + at]++;
        });
        expect(owners.length).toBe(windows * T);
        expect(Math.max(...owners)).toBe(1);
        expect(owners.reduce((sum, owned) => sum + owned)).toBe(lengths.reduce((sum, length) => sum + length));
      }),
    );
  });

  test('leaves positions empty at the end of a window alone, and only where no document would fit', () => {
    fc.assert(
      fc.property(lengthsOf, fc.integer({ min: 2, max: 12 }), (lengths, T) => {
        const { starts } = packDocuments(lengths, T);
        const order = starts.map((start, i) => ({ start, length: lengths[i] })).sort((a, b) => a.start - b.start);
        order.slice(1).forEach(({ start }, i) => {
          const end = order[i].start + order[i].length;
          if (start === end) return;
          expect(start % T).toBe(0);
          expect(start - end).toBeLessThan(T);
          const later = order.slice(i + 1).filter(({ length }) => length % T > 0 && length % T <= start - end);
          expect(later).toEqual([]);
        });
      }),
    );
  });

  test('takes the document that fills a window best', () => {
    expect(packDocuments([7, 4, 2, 3], 10)).toEqual({ starts: [0, 10, 14, 7], windows: 2 });
    expect(packDocuments([7, 13, 23], 10)).toEqual({ starts: [0, 7, 20], windows: 5 });
    expect(packDocuments([10, 20], 10)).toEqual({ starts: [0, 10], windows: 3 });
    expect(packDocuments([], 10)).toEqual({ starts: [], windows: 0 });
  });

  test('of many documents begins half of them at windows, and leaves next to nothing empty', () => {
    const random = Random.fromSeed(1);
    const lengths = Array.from({ length: 2000 }, () => 20 + random.below(3000));
    const { starts, windows } = packDocuments(lengths, 256);
    const tokens = lengths.reduce((sum, length) => sum + length);
    expect(tokens / (windows * 256)).toBeGreaterThan(0.995);
    expect(starts.filter((start) => start % 256 === 0).length).toBeGreaterThan(900);
  });
});
