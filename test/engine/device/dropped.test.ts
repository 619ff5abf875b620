import { expect, test } from 'vitest';
import { dropped, keptBy } from '../../../src/engine/device/reference/dropped.ts';

const x = new Float32Array(100_000).fill(1);
const of = (share: number, draw: number, part: number) => dropped(x, keptBy(share, draw, part));
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test.each([0.01, 0.1, 0.5, 0.9])('a share of %d is left out, and the mean stays', (share) => {
  const left = of(share, 3, 0);
  expect(left.filter((value) => value === 0).length / left.length).toBeCloseTo(share, 2);
  expect(new Set(left)).toEqual(new Set([0, Math.fround(1 / (1 - share))]));
  expect(mean(left)).toBeCloseTo(1, 1);
});

test('without dropout it is the tensor itself', () => {
  expect(of(0, 3, 0)).toBe(x);
});

/** How often both are left out: a quarter, if they know nothing of each other. */
const together = (a: Float32Array, b: Float32Array) =>
  a.reduce((count, value, i) => count + (value === 0 && b[i] === 0 ? 1 : 0), 0) / a.length;

test('neighbours, parts and draws know nothing of each other', () => {
  const left = of(0.5, 3, 0);
  for (const distance of [1, 2, 3, 64, 576]) {
    expect(together(left.subarray(0, -distance), left.subarray(distance)), `${distance} apart`).toBeCloseTo(0.25, 2);
  }
  for (const [draw, part] of [
    [3, 1],
    [3, 2],
    [4, 0],
    [3 ^ 0x80000000, 0],
  ]) {
    expect(together(left, of(0.5, draw >>> 0, part)), `draw ${draw}, part ${part}`).toBeCloseTo(0.25, 2);
  }
});
