import { expect, test } from 'vitest';
import { standingOf } from '../../../src/studio/pages/jobs/describe.ts';

const started = { type: 'training-started' };
const measuring = { type: 'validating', step: 0, batches: 8, batchesDone: 2, secondsLeft: 30 };
const step = (number: number, seconds: number) => ({ type: 'step', step: number, seconds });

test('before the first step, what is measured has its time', () => {
  expect(standingOf([started])).toEqual({ doing: 'preparing the first step', share: null, secondsLeft: null });
  expect(standingOf([started, measuring])).toEqual({
    doing: 'measuring what it knows, before the first step, 30 s left',
    share: 0.25,
    secondsLeft: 30,
  });
  const measured = { type: 'validation', step: 0 };
  expect(standingOf([started, measuring, measured]).doing).toBe('making the first step');
});

test('later, a validation says how far it is while it takes long, and then the steps do', () => {
  const events = [{ type: 'plan', steps: 10 }, step(1, 1), step(2, 2)];
  expect(standingOf([...events, { ...measuring, step: 2 }]).doing).toBe('measuring what it knows, 30 s left');
  expect(standingOf([...events, { type: 'validation', step: 2 }]).doing).toBe('step 2 of 10, 8 s left');
});
