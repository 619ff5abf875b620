import { expect, it } from 'vitest';
import { columnTitle } from '../../src/cli/column-title.ts';

it('shows a short title in full, and the beginning of a long one', () => {
  expect(columnTitle('Tea')).toBe('Tea');
  expect(columnTitle('x'.repeat(40))).toBe('x'.repeat(40));
  expect(columnTitle('x'.repeat(41))).toBe(`${'x'.repeat(39)}…`);
  expect(columnTitle(`${'x'.repeat(38)} and more`)).toBe(`${'x'.repeat(38)}…`);
});

it('does not cut characters', () => {
  expect(columnTitle('🫖'.repeat(20))).toBe('🫖'.repeat(20));
  expect(columnTitle('🫖'.repeat(21))).toBe(`${'🫖'.repeat(19)}…`);
});
