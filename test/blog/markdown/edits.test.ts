import { expect, test } from 'vitest';
import { edited } from '../../../src/blog/markdown/edits.ts';

test('all edits are made at once, and of those that overlap the first, or the longer one', () => {
  const edits = [
    { start: 4, end: 6, replacement: 'y' },
    { start: 0, end: 2, replacement: 'a' },
    { start: 0, end: 3, replacement: 'b' },
    { start: 2, end: 5, replacement: 'c' },
  ];
  expect(edited('0123456789', edits)).toBe('b3y6789');
});
