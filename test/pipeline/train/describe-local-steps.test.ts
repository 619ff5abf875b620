import { expect, test } from 'vitest';
import { describeLocalSteps } from '../../../src/pipeline/train/describe-local-steps.ts';
import type { TrainingPlan } from '../../../src/pipeline/train/training-plan.ts';

const described = (val_every: number, sample_every: number, save_every: number) =>
  describeLocalSteps({
    trainer: { sync_every: 20 },
    loop: { val_every, sample_every, save_every },
  } as Pick<TrainingPlan, 'trainer' | 'loop'>);

test('local steps are said to be another algorithm', () => {
  expect(described(0, 100, 20)).toBe(
    'Each process takes 20 steps by itself, then all average (DiLoCo): not the algorithm of steps that all take together, ' +
      'and with other losses.',
  );
});

test('what looks at the model in between is said to cost an average', () => {
  expect(described(10, 0, 40)).toMatch(
    / They also average for each validation, sample and save, so for val_every 10\.$/,
  );
  expect(described(30, 5, 20)).toMatch(/so for val_every 30 and sample_every 5\.$/);
});
