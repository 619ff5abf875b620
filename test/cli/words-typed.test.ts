import { expect, test } from 'vitest';
import { wordsTyped } from '../../src/cli/words-typed.ts';

const npx = { npm_command: 'exec' };

test('npx with the name of the package alone opens the studio, for a person at a terminal', () => {
  expect(wordsTyped([], true, npx)).toEqual(['studio']);
});

test.each([
  [['run'], true, npx],
  [['--help'], true, npx],
  [[], false, npx],
  [[], true, {}],
  [[], true, { npm_command: 'run-script' }],
])('%j stays as it is (a terminal: %s, %j)', (words, canAsk, environment) => {
  expect(wordsTyped(words, canAsk, environment)).toEqual(words);
});
