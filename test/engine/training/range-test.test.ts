import { describe, expect, test } from 'vitest';
import {
  RANGE_TEST_STEPS,
  RangeTest,
  rangeTestRate,
  suggestedRates,
  type TriedRate,
} from '../../../src/engine/training/range-test.ts';

test('rates rise by the same factor from 1e-7 to 10', () => {
  const rates = Array.from({ length: RANGE_TEST_STEPS }, (_, i) => rangeTestRate(i + 1));
  expect(rates[0]).toBe(1e-7);
  expect(rates.at(-1)).toBeCloseTo(10, 12);
  const factors = rates.slice(1).map((rate, i) => rate / rates[i]);
  for (const factor of factors) expect(factor).toBeCloseTo(1e8 ** (1 / 99), 9);
});

describe('a range test', () => {
  test('smooths as a moving average that does not begin at zero', () => {
    const range = new RangeTest(100);
    expect(range.add(3).smoothed).toBeCloseTo(3, 12);
    const second = range.add(1);
    expect(second.smoothed).toBeCloseTo((0.98 * 3 + 1) / 1.98, 12);
    expect(second.learning_rate).toBe(rangeTestRate(2));
    expect(range.tried).toHaveLength(2);
  });

  test('ends after a hundred steps', () => {
    const range = new RangeTest(100);
    for (let step = 1; step <= RANGE_TEST_STEPS; step++) {
      expect(range.next).toBe(rangeTestRate(step));
      range.add(3);
    }
    expect(range.next).toBeNull();
    expect(range.hasDiverged).toBe(false);
  });

  test('has diverged above four times its lowest loss, and not below', () => {
    // A vocabulary so large that a guess is never reached.
    const range = new RangeTest(Number.MAX_SAFE_INTEGER);
    expect(range.hasDiverged).toBe(false);
    range.add(1);
    while (range.tried.at(-1)!.smoothed < 4) {
      expect(range.hasDiverged).toBe(false);
      range.add(20);
    }
    expect(range.hasDiverged).toBe(true);
  });

  test('has diverged a nat above a guess, or above its first loss if that is higher', () => {
    const guess = Math.log(1000);
    const afterwards = (...losses: number[]) => {
      const range = new RangeTest(1000);
      for (const loss of losses) range.add(loss);
      return range.hasDiverged;
    };
    expect(afterwards(5, 5, guess + 0.99)).toBe(false);
    expect(afterwards(5, 5, guess + 1.01)).toBe(true);
    expect(afterwards(guess + 3, guess + 3.99)).toBe(false);
    expect(afterwards(guess + 3, guess + 4.01)).toBe(true);
  });
});

describe('what a curve suggests', () => {
  /** A smoothed loss for each step. */
  const curve = (losses: readonly number[]): TriedRate[] =>
    losses.map((smoothed, i) => ({ learning_rate: rangeTestRate(i + 1), loss: smoothed, smoothed }));
  /** Level until `from`, falling by `slope` a step until `to`, then rising. */
  const valley = (from: number, to: number, slope = 0.02) =>
    Array.from({ length: 90 }, (_, i) =>
      i <= from ? 3 : i <= to ? 3 - slope * (i - from) : 3 - slope * (to - from) + 0.1 * (i - to),
    );

  test('is the start of the steepest fall', () => {
    const losses = valley(20, 60).map((loss, i) => (i > 40 ? loss - 0.3 : loss));
    expect(suggestedRates(curve(losses)).steepest).toBe(rangeTestRate(41));
    // A loss that falls the faster, the higher the rate: before the last point that counts.
    const ever = Array.from({ length: 90 }, (_, i) => 9 - (i / 30) ** 2);
    expect(suggestedRates(curve(ever)).steepest).toBe(rangeTestRate(84));
  });

  test('is the middle of the longest fall, as fastai counts it', () => {
    // Points 20 to 60 fall, of those after the first ten: 41 of them, which end with number 50. 50 - 41 + 13 + 6 = 28.
    expect(suggestedRates(curve(valley(20, 60))).valley).toBe(rangeTestRate(28 + 10 + 1));
    // A point that rises in between is passed over.
    const bumpy = valley(20, 60).with(30, 4);
    expect(suggestedRates(curve(bumpy)).valley).toBe(rangeTestRate(50 - 40 + 13 + 6 + 10 + 1));
  });

  test('begins at the first point that counts, even for the shortest fall', () => {
    expect(suggestedRates(curve([...Array(10).fill(9), 3, 2, 2, 2, ...Array(5).fill(9)])).valley).toBe(
      rangeTestRate(11),
    );
  });

  test('is nothing where nothing falls, or where there are too few points', () => {
    const none = { steepest: null, valley: null };
    expect(suggestedRates([])).toEqual(none);
    expect(suggestedRates(curve(Array(90).fill(3)))).toEqual(none);
    const falling = (length: number) => curve(Array.from({ length }, (_, i) => 3 - 0.01 * i));
    expect(suggestedRates(falling(18))).toEqual(none);
    expect(suggestedRates(falling(19)).steepest).not.toBeNull();
    expect(suggestedRates(falling(19)).valley).not.toBeNull();
  });
});
