import { expect, it } from 'vitest';
import { HUES, huesOf } from '../../../src/studio/pages/blog/hues.ts';

it('a token has the same colour wherever its neighbour leaves it', () => {
  const [a, , b] = huesOf([262, 11, 262]);
  expect(a).toBe(b);
});

it('neighbours never have the same colour, even if they are the same token', () => {
  const hues = huesOf([5, 5, 5, 5, ...Array.from({ length: 500 }, (_, i) => (i * 37) % 50_257)]);
  expect(hues.every((hue, i) => i === 0 || hue !== hues[i - 1])).toBe(true);
  expect(new Set(hues)).toEqual(new Set(Array.from({ length: HUES }, (_, i) => i)));
});
