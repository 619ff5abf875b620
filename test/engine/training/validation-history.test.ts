import { expect, test } from 'vitest';
import { RunningAverage } from '../../../src/engine/training/running-average.ts';
import { ValidationHistory } from '../../../src/engine/training/validation-history.ts';

const history = (...losses: number[]) => new ValidationHistory(losses.map((loss, i) => ({ step: 10 * i, loss })));

test('the best validation is the first of the lowest, and never the base model', () => {
  expect(history().best).toBeNull();
  expect(history(3).best).toBeNull();
  expect(history(1, 4, 2, 2, 3).best).toEqual({ step: 20, loss: 2 });
});

test('worse validations are counted from the best on', () => {
  expect(history().worseInARow).toBe(0);
  expect(history(1, 4).worseInARow).toBe(0);
  expect(history(1, 4, 2, 2, 3).worseInARow).toBe(2);
  expect(history(1, 4, 5, 6, 3).worseInARow).toBe(0);
});

test('a history knows which steps it has, and survives being saved', () => {
  const saved = history(3, 2);
  const restored = new ValidationHistory(JSON.parse(JSON.stringify(saved.toArray())));
  restored.add({ step: 20, loss: 1 });
  expect([0, 10, 15, 20].map((step) => restored.hasStep(step))).toEqual([true, true, false, true]);
  expect(saved.toArray()).toHaveLength(2);
});

test('the running average is that of the scripts of 2019, and resumes where it was', () => {
  const average = new RunningAverage();
  expect(average.add(4)).toBe(4);
  expect(average.add(2)).toBeCloseTo((4 * 0.99 + 2) / 1.99, 12);
  const restored = new RunningAverage(JSON.parse(JSON.stringify(average.state())));
  expect(restored.add(1)).toBe(average.add(1));
});
