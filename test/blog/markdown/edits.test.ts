import { expect, test } from 'vitest';
import { edited, withinAny } from '../../../src/blog/markdown/edits.ts';

test('edits are applied together, and of overlapping ones the first, or the longer one', () => {
  const edits = [
    { start: 4, end: 6, replacement: 'y' },
    { start: 0, end: 2, replacement: 'a' },
    { start: 0, end: 3, replacement: 'b' },
    { start: 2, end: 5, replacement: 'c' },
  ];
  expect(edited('0123456789', edits)).toBe('b3y6789');
});

test('a stretch is inside others if one of them contains all of it', () => {
  const others = [
    { start: 40, end: 50 },
    { start: 0, end: 30 },
    { start: 5, end: 10 },
    { start: 45, end: 60 },
  ];
  const isWithin = withinAny(others);
  for (let start = 0; start < 65; start++) {
    for (let end = start; end < 65; end++) {
      const expected = others.some((other) => other.start <= start && end <= other.end);
      expect(isWithin({ start, end }), `${start} to ${end}`).toBe(expected);
    }
  }
  expect(withinAny([])({ start: 0, end: 0 })).toBe(false);
});
