import { expect, it } from 'vitest';
import { cutUnfinishedEnd, endsFinished } from '../../../src/blog/drafts/unfinished-end.ts';

const table = 'Text.\n\n| a | b |\n| - | - |\n| c | d |';

it.each([
  ['a whole row', table, true, table],
  ['a row that ends like a sentence', `${table}\n| 12 | 2.`, false, table],
  ['a row of too few cells', `${table}\n| 12 |`, false, table],
  ['a row that just began', `${table}\n|`, false, table],
])('a table that ends with %s', (_, text, isFinished, cut) => {
  expect(endsFinished(text)).toBe(isFinished);
  expect(cutUnfinishedEnd(text)).toBe(cut);
});
