import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, TextNumbers } from '../../../src/blog/dedupe/text-numbers.ts';

describe('TextNumbers', () => {
  it('numbers texts in the order in which they first occur', () => {
    const numbers = new TextNumbers();
    expect(['b', 'a', 'b', 'c', 'a'].map((text) => numbers.numberOf(text))).toEqual([0, 1, 0, 2, 1]);
    expect(numbers.size).toBe(3);
  });

  it('keeps only the chosen texts, with new numbers', () => {
    const numbers = new TextNumbers();
    for (const text of ['a', 'b', 'c', 'd']) numbers.numberOf(text);
    const chosen = numbers.only([3, 1]);
    expect([chosen.size, chosen.numberOf('b'), chosen.numberOf('d'), chosen.numberOf('a')]).toEqual([2, 1, 0, 2]);
  });
});

describe('digestOf', () => {
  it('is an integer that differs if one unit or the length differs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.nat(), (text, at) => {
        const i = at % text.length;
        const other = `${text.slice(0, i)}${String.fromCharCode(text.charCodeAt(i) ^ 1)}${text.slice(i + 1)}`;
        expect(digestOf(text)).toSatisfy(Number.isSafeInteger);
        expect(digestOf(other)).not.toBe(digestOf(text));
        expect(digestOf(`${text}\0`)).not.toBe(digestOf(text));
      }),
    );
  });

  it('spreads its high and low bits like random numbers', () => {
    const digests = Array.from({ length: 200_000 }, (_, i) => digestOf(`a paragraph, and number ${i}`));
    // 200,000 random numbers of 32 bits have 4.7 equal pairs on average, and practically never more than 20.
    const parts = [digests.map((digest) => Math.floor(digest / 2 ** 21)), digests.map((digest) => digest % 2 ** 32)];
    for (const part of parts) expect(part.length - new Set(part).size).toBeLessThan(20);
    const lowBytes = new Uint32Array(256);
    for (const digest of digests) lowBytes[digest % 256]++;
    // 781 on average, with a standard deviation of 28.
    expect(Math.min(...lowBytes)).toBeGreaterThan(781 - 6 * 28);
    expect(Math.max(...lowBytes)).toBeLessThan(781 + 6 * 28);
  });
});
