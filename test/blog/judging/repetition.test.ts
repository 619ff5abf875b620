import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repetition } from '../../../src/blog/judging/repetition.ts';

describe('repetition', () => {
  it('is the share of runs of four words that occurred earlier, ignoring case', () => {
    expect(repetition('a b c d A B C D'.split(' '))).toBeCloseTo(1 / 5, 12);
    expect(repetition('a a a a a a a a'.split(' '))).toBeCloseTo(4 / 5, 12);
    expect(repetition('a b c d e'.split(' '))).toBe(0);
    expect(repetition(['a', 'b', 'c'])).toBe(0);
    expect(repetition([])).toBe(0);
  });

  it('agrees with comparing the runs as text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 4, maxLength: 60 }), (words) => {
        const runs = words.slice(3).map((_, i) => words.slice(i, i + 4).join(' '));
        expect(repetition(words)).toBe(1 - new Set(runs).size / runs.length);
      }),
    );
  });
});
