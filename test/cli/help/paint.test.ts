import { expect, test } from 'vitest';
import { paintFor, plain } from '../../../src/cli/help/paint.ts';

const terminal = { isTTY: true };

test('a terminal shows bold words', () => {
  expect(paintFor(terminal, {}).bold('Settings:')).toBe('\u001b[1mSettings:\u001b[22m');
});

test.each([
  ['a pipe', {}, {}],
  ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }],
  ['a dumb terminal', terminal, { TERM: 'dumb' }],
  ['a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }],
  ['NO_COLOR with FORCE_COLOR', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }],
])('%s shows no colours', (_, stream, environment) => {
  expect(paintFor(stream, environment)).toBe(plain);
});

test.each([
  ['an empty NO_COLOR', terminal, { NO_COLOR: '' }],
  ['FORCE_COLOR in a pipe', {}, { FORCE_COLOR: '1' }],
])('%s shows colours', (_, stream, environment) => {
  expect(paintFor(stream, environment)).not.toBe(plain);
});
