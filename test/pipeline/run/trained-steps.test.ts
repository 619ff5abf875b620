import { expect, test } from 'vitest';
import { trainedSteps } from '../../../src/pipeline/run/resume.ts';
import type { RunState } from '../../../src/pipeline/run/state.ts';

const state = (steps: number, usualSteps: number | undefined, trainedTo: number | null, stepsBefore = 0) =>
  ({
    plan: { steps, stepsBefore, ...(usualSteps === undefined ? {} : { usualSteps }) },
    trained: trainedTo === null ? null : { step: trainedTo },
  }) as RunState;

test.each([
  ['limited', state(12, 240, 12), { steps: 12, usualSteps: 240 }],
  ['not limited', state(240, 240, 240), { steps: 240, usualSteps: null }],
  ['longer than usual', state(300, 240, 300), { steps: 300, usualSteps: null }],
  ['ended by patience', state(240, 240, 100), { steps: 100, usualSteps: null }],
  ['of an early version', state(12, undefined, 12), { steps: 12, usualSteps: null }],
  ['not complete', state(12, 240, null), { steps: 7, usualSteps: 240 }],
  ['continued on more posts', state(105, 160, 105, 100), { steps: 105, stepsOnThesePosts: 5, usualSteps: 60 }],
])('a training that is %s', (_, of, expected) => {
  expect(trainedSteps(of, 7)).toEqual({ stepsOnThesePosts: expected.steps, ...expected });
});
