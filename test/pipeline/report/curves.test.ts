import { describe, expect, test } from 'vitest';
import { evenly, smoothed, thinned } from '../../../src/pipeline/report/curves.ts';

describe('smoothing', () => {
  test('begins with the first value, and keeps equal ones', () => {
    expect(smoothed([4, 4, 4])).toEqual([4, 4, 4]);
    expect(smoothed([9])).toEqual([9]);
    expect(smoothed([])).toEqual([]);
  });

  test('remembers five values of few', () => {
    // Weights 0.8 and 1.
    expect(smoothed([0, 9])[1]).toBeCloseTo(5);
  });

  test('remembers a twentieth of many', () => {
    const values = [0, 1, ...Array.from({ length: 198 }, () => 0)];
    expect(smoothed(values)[1]).toBeCloseTo(1 / 1.9);
  });
});

describe('thinning', () => {
  const points = (count: number) => Array.from({ length: count }, (_, x) => ({ x, y: x % 7 === 3 ? 100 : x % 5 }));

  test('leaves short lines alone', () => {
    expect(thinned(points(10), 10)).toEqual(points(10));
  });

  test('keeps the extremes of long ones, in order', () => {
    const line = points(1000);
    line[437] = { x: 437, y: 5000 };
    line[438] = { x: 438, y: -1 };
    const thin = thinned(line, 100);
    expect(thin).toHaveLength(100);
    expect(thin).toEqual(expect.arrayContaining([line[437], line[438]]));
    expect(thin.map(({ x }) => x)).toEqual(thin.map(({ x }) => x).sort((a, b) => a - b));
  });
});

test('some of many items are evenly spaced, with the first and the last', () => {
  expect(evenly([1, 2, 3], 3)).toEqual([1, 2, 3]);
  expect(evenly([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
});
