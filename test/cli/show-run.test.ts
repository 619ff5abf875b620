import { expect, test } from 'vitest';
import { shortTraining } from '../../src/cli/show-run.ts';

test('a training that was given fewer steps than usual says so, and how to go on', () => {
  expect(shortTraining({ steps: 12, usualSteps: 240 })).toBe(
    'That is 5 % of the usual training of these posts, so expect little of their voice yet: --steps 240 trains on from ' +
      'here, --fresh starts over.',
  );
  expect(shortTraining({ steps: 1, usualSteps: 240 })).toContain('less than 1 %');
});

test('any other says nothing, even if it ended early because it stopped improving', () => {
  expect(shortTraining({ steps: 240, usualSteps: null })).toBeNull();
});
