import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentTokens } from '../../../src/engine/generation/recent-tokens.ts';

function recentOf(window: number | null, text: readonly number[]): number[] {
  const recent = new RecentTokens(window);
  for (const token of text) recent.push(token);
  return [...recent.tokens()].sort((a, b) => a - b);
}

it.each([
  [null, [5, 7, 5, 9], [5, 7, 9]],
  [1, [5, 7], [7]],
  [3, [5, 7, 5, 9], [5, 7, 9]],
  [3, [7, 5, 5, 9], [5, 9]],
  [4, [5, 7, 5, 9], [5, 7, 9]],
  [9, [5, 7], [5, 7]],
])('among the last %s of %j are %j', (window, text, expected) => {
  expect(recentOf(window, text)).toEqual(expected);
});

it('are those of a slice, for any window', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (text, window) => {
      expect(recentOf(window, text)).toEqual([...new Set(text.slice(-window))].sort((a, b) => a - b));
    }),
  );
});
