import { describe, expect, it } from 'vitest';
import { varietyOf } from '../../../src/blog/style/variety.ts';

const numbered = (count: number, different: number) => Array.from({ length: count }, (_, i) => `w${i % different}`);

describe('the variety of a text', () => {
  it('is the number of different words among 50 in a row', () => {
    expect(varietyOf(numbered(50, 50))).toBe(50);
    expect(varietyOf(numbered(500, 50))).toBe(50);
    expect(varietyOf(numbered(50, 7))).toBe(7);
    expect(varietyOf(numbered(1000, 7))).toBe(7);
  });

  it('is unknown for fewer words', () => {
    expect(varietyOf(numbered(49, 49))).toBeNull();
  });

  it('is the mean over all stretches, as counted one by one', () => {
    const words = Array.from({ length: 300 }, (_, i) => `w${(i * i) % (i < 150 ? 11 : 97)}`);
    const counts = Array.from({ length: 251 }, (_, i) => new Set(words.slice(i, i + 50)).size);
    expect(varietyOf(words)).toBeCloseTo(counts.reduce((sum, count) => sum + count) / 251, 10);
  });

  it('does not depend on the length of a text', () => {
    expect(varietyOf(numbered(5000, 30))).toBe(varietyOf(numbered(100, 30)));
  });
});
