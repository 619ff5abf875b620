import { expect, test } from 'vitest';
import { keyLines, page } from '../../src/cli/pager.ts';
import { fakeTerminal } from './fake-terminal.ts';

test('keys stay with their words, in as few lines as they need', () => {
  const keys = ['a one', 'b two', 'c three'];
  expect(keyLines(keys, 21)).toEqual(['a one  b two  c three']);
  expect(keyLines(keys, 20)).toEqual(['a one  b two', 'c three']);
  expect(keyLines(keys, 12)).toEqual(['a one  b two', 'c three']);
  expect(keyLines(keys, 11)).toEqual(keys);
  expect(keyLines(keys, 1)).toEqual(keys);
  expect(keyLines([], 10)).toEqual([]);
});

test('a text keeps a line where there are hardly any rows', async () => {
  const { terminal, screens } = fakeTerminal(['q'], { columns: 12, rows: 3 });
  const lines = () => ['One.', 'Two.'];
  expect(await page(terminal, { lines, message: 'A long message here', keys: ['a one', 'b two', 'c three'] })).toBe(
    'q',
  );
  expect(screens[0].split('\n')).toEqual(['One.', 'A long', 'message']);
});
