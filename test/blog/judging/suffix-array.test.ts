import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suffixArray } from '../../../src/blog/judging/suffix-array.ts';

/** Sorts by comparing suffixes. */
function sorted(symbols: readonly number[]): number[] {
  const compare = (a: number, b: number): number => {
    for (let k = 0; ; k++) {
      if (a + k === symbols.length) return -1;
      if (b + k === symbols.length) return 1;
      if (symbols[a + k] !== symbols[b + k]) return symbols[a + k] - symbols[b + k];
    }
  };
  return symbols.map((_, i) => i).sort((a, b) => (a === b ? 0 : compare(a, b)));
}

describe('suffixArray', () => {
  it('sorts the suffixes of a word', () => {
    const symbols = Int32Array.from('mississippi', (letter) => letter.charCodeAt(0));
    expect([...suffixArray(symbols, 128)]).toEqual([10, 7, 4, 1, 0, 9, 8, 6, 3, 5, 2]);
  });

  it('sorts nothing, one symbol, and one symbol many times', () => {
    expect([...suffixArray(new Int32Array(0), 1)]).toEqual([]);
    expect([...suffixArray(Int32Array.of(3), 4)]).toEqual([0]);
    expect([...suffixArray(new Int32Array(5), 1)]).toEqual([4, 3, 2, 1, 0]);
  });

  it.each([1, 2, 3, 9])('agrees with comparing suffixes, for %i symbols', (alphabet) => {
    fc.assert(
      fc.property(fc.array(fc.nat(alphabet - 1), { maxLength: 70 }), (symbols) => {
        expect([...suffixArray(Int32Array.from(symbols), alphabet)]).toEqual(sorted(symbols));
      }),
      { numRuns: 500 },
    );
  });

  it('sorts a sequence that repeats itself at every scale', () => {
    let [fibonacci, before] = [[0, 1], [0]];
    while (fibonacci.length < 600) [fibonacci, before] = [[...fibonacci, ...before], fibonacci];
    expect([...suffixArray(Int32Array.from(fibonacci), 2)]).toEqual(sorted(fibonacci));
  });
});
