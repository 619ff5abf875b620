import { expect, it } from 'vitest';
import { wholeClauses } from '../../../src/blog/drafts/whole-clauses.ts';

it.each([
  ['one, two; three: four', 14, 'one, two'],
  ['one, two; three: four', 15, 'one, two; three'],
  ['one (two, three', 15, null],
  ['one 1,000', 15, null],
  ['one—two', 7, 'one'],
  ['one-two – three', 12, 'one-two'],
  ['一、二、三', 4, '一、二'],
  ['شاي، قهوة', 6, 'شاي'],
])('the clauses of %j within %d', (text, most, clauses) => {
  expect(wholeClauses(text, most)).toBe(clauses);
});
