import { expect, test } from 'vitest';
import { twoColumns } from '../../../src/cli/help/two-columns.ts';

test('meanings begin beside the longest term', () => {
  expect(
    twoColumns(
      [
        ['--a', 'First.'],
        ['--longer', 'Second.'],
      ],
      80,
    ),
  ).toBe('  --a       First.\n  --longer  Second.');
});

test('a meaning wraps below its own beginning', () => {
  expect(twoColumns([['--a', 'one two three']], 16)).toBe('  --a  one two\n       three');
});

test('the meaning of a very long term stands below it, and does not push the others', () => {
  const term = `--${'x'.repeat(27)}`;
  expect(
    twoColumns(
      [
        [term, 'Long.'],
        ['--b', 'Short.'],
      ],
      80,
    ),
  ).toBe(`  ${term}\n       Long.\n  --b  Short.`);
  expect(twoColumns([[term, 'Long.']], 80)).toBe(`  ${term}\n${' '.repeat(30)}Long.`);
});

test('a term of the greatest width still has its meaning beside it', () => {
  const term = `--${'x'.repeat(24)}`;
  expect(twoColumns([[term, 'Beside.']], 80)).toBe(`  ${term}  Beside.`);
});
