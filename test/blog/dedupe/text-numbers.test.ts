import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, TextNumbers } from '../../../src/blog/dedupe/text-numbers.ts';

describe('TextNumbers', () => {
  it('numbers texts as a map of them would, through every growth', () => {
    const numbers = new TextNumbers();
    const texts = Array.from({ length: 20_000 }, (_, i) => `text ${(i * 7919) % 12_000}`);
    const map = new Map<string, number>();
    for (const text of texts) if (!map.has(text)) map.set(text, map.size);
    expect(texts.map((text) => numbers.numberOf(text))).toEqual(texts.map((text) => map.get(text)));
    expect(numbers.size).toBe(12_000);
  });

  it('knows those that were chosen, by new numbers, and none of the others', () => {
    const numbers = new TextNumbers();
    for (const text of ['a', 'b', 'c', 'd']) numbers.numberOf(text);
    const chosen = numbers.only([3, 1]);
    expect([chosen.size, chosen.numberOf('b'), chosen.numberOf('d'), chosen.numberOf('a')]).toEqual([2, 1, 0, 2]);
  });
});

describe('digestOf', () => {
  it('tells texts apart that differ in one unit, or in what stands where', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.nat(), (text, at) => {
        const i = at % text.length;
        const other = `${text.slice(0, i)}${String.fromCharCode(text.charCodeAt(i) ^ 1)}${text.slice(i + 1)}`;
        expect(digestOf(other)).not.toEqual(digestOf(text));
        expect(digestOf(`${text}\0`)).not.toEqual(digestOf(text));
      }),
    );
  });

  it('spreads each half as chance would', () => {
    // Among 200,000 numbers of 32 bits that are drawn, 4.7 pairs are equal on average; more than 20 come never.
    const digests = Array.from({ length: 200_000 }, (_, i) => digestOf(`a paragraph, and number ${i}`));
    for (const half of [0, 1] as const) {
      expect(digests.length - new Set(digests.map((digest) => digest[half])).size).toBeLessThan(20);
    }
    const lowBytes = new Uint32Array(256);
    for (const [one] of digests) lowBytes[one & 255]++;
    // 781 on average, with a standard deviation of 28.
    expect(Math.min(...lowBytes)).toBeGreaterThan(781 - 6 * 28);
    expect(Math.max(...lowBytes)).toBeLessThan(781 + 6 * 28);
  });
});
