import { expect, test } from 'vitest';
import { shortTraining, showRun } from '../../src/cli/show-run.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

test('a training that was given fewer steps than usual says so, and how to go on', () => {
  expect(shortTraining({ steps: 112, stepsOnThesePosts: 12, usualSteps: 240 })).toBe(
    'That is 5 % of the usual training of these posts, so expect little of their voice yet: --steps 240 trains on from ' +
      'here, --fresh starts over.',
  );
  expect(shortTraining({ steps: 1, stepsOnThesePosts: 1, usualSteps: 240 })).toContain('less than 1 %');
});

test('any other says nothing, even if it ended early because it stopped improving', () => {
  expect(shortTraining({ steps: 240, stepsOnThesePosts: 240, usualSteps: null })).toBeNull();
});

test.each([
  [false, 'Stopped with 1 of 3 new posts; run the same command to resume.'],
  [true, 'Stopped with 1 of 3 new posts; run the same command without --fresh to resume.'],
])('a run that was stopped says how to go on (fresh: %s)', (fresh, note) => {
  const { surroundings, noted } = fakeSurroundings();
  showRun(surroundings.screen, 3, { fresh })({ type: 'run-interrupted', written: 1, count: 3 });
  expect(noted).toEqual([note]);
});
