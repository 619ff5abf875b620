import { describe, expect, it } from 'vitest';
import { ticksOf } from '../../../src/blog/report/ticks.ts';

const labels = (low: number, high: number, count: number) => {
  const { ticks, format } = ticksOf(low, high, count);
  return ticks.map(format);
};

describe('the ticks of an axis', () => {
  it.each([
    [0, 40, 6, ['0', '10', '20', '30', '40']],
    [3.68, 5.74, 5, ['3.5', '4.0', '4.5', '5.0', '5.5', '6.0']],
    [0, 0.001, 3, ['0.0000', '0.0005', '0.0010']],
    [0, 1000, 4, ['0', '250', '500', '750', '1,000']],
    [0, 123456, 6, ['0', '25,000', '50,000', '75,000', '100,000', '125,000']],
    [0, 3e-5, 3, ['0', '1e−5', '2e−5', '3e−5']],
    [0.1, 0.3, 2, ['0.1', '0.2', '0.3']],
    [3, 3, 2, ['2.5', '3.0', '3.5']],
  ] as const)('from %d to %d, about %d: %j', (low, high, count, expected) => {
    expect(labels(low, high, count)).toEqual(expected);
  });

  it('exist for an axis of zeros', () => {
    const { low, high, ticks } = ticksOf(0, 0, 2);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(ticks).toContain(0);
  });

  it('enclose the range', () => {
    for (const [low, high] of [
      [1.01, 1.99],
      [0, 7],
      [2.999, 3.001],
      [1e-7, 9e-4],
    ]) {
      for (const count of [2, 3, 5, 8]) {
        const ticks = ticksOf(low, high, count);
        expect(ticks.low).toBeLessThanOrEqual(low + 1e-12);
        expect(ticks.high).toBeGreaterThanOrEqual(high - 1e-12);
        expect(ticks.ticks.length).toBeGreaterThan(count / 2.6);
        expect(ticks.ticks.length).toBeLessThanOrEqual(count + 3);
        expect(new Set(ticks.ticks.map(ticks.format)).size).toBe(ticks.ticks.length);
      }
    }
  });
});
