import { expect, test } from 'vitest';
import { countsOf, rowAfter, rowInstead, rowsOf } from '../../../src/studio/pages/review/queue-order.ts';
import type { DraftLine, QueueListing } from '../../../src/studio/review-protocol.ts';

const draft = (name: string, approval: DraftLine['approval'], score: number | null = null): DraftLine => ({
  ...{ path: `q/${name}`, name, title: name, date: null, words: 1, approval, day: null },
  ...{ isGenerated: true, score, isOver: false },
});
const listing: QueueListing = {
  queue: 'q',
  drafts: [
    draft('c', 'unreviewed', 0.2),
    draft('a', 'approved'),
    draft('b', 'unreviewed', 0.9),
    draft('d', 'held back', 0),
  ],
  unusable: [{ path: 'q/x', reason: 'line 1: it has no front matter.' }],
  maxCopied: 7,
  minScore: 0.6,
};
const names = (...of: Parameters<typeof rowsOf>) =>
  rowsOf(...of)
    .map(({ path }) => path.slice(2))
    .join('');

test('a filter has its drafts, by name or by score; what cannot be read comes last', () => {
  expect(names(listing, 'all', 'name')).toBe('abcdx');
  expect(names(listing, 'all', 'score')).toBe('bcdax');
  expect(names(listing, 'unreviewed', 'name')).toBe('bc');
  expect(names(listing, 'approved', 'score')).toBe('a');
  expect(names(listing, 'held back', 'name')).toBe('d');
  expect(names(listing, 'broken', 'name')).toBe('x');
  expect(countsOf(listing)).toEqual({ all: 5, unreviewed: 2, approved: 1, 'held back': 1, broken: 1 });
});

test('moving stays within the list', () => {
  const rows = rowsOf(listing, 'all', 'name');
  expect([rowAfter(rows, null, 1), rowAfter(rows, 'q/gone', -1)]).toEqual(['q/a', 'q/a']);
  expect([rowAfter(rows, 'q/a', 1), rowAfter(rows, 'q/a', -1), rowAfter(rows, 'q/x', 1)]).toEqual([
    'q/b',
    'q/a',
    'q/x',
  ]);
  expect(rowAfter([], 'q/x', 1)).toBeNull();
});

test('after a decision the next draft is shown, or the one before', () => {
  const rows = rowsOf(listing, 'unreviewed', 'name');
  expect([rowInstead(rows, 'q/b'), rowInstead(rows, 'q/c'), rowInstead(rows.slice(0, 1), 'q/b')]).toEqual([
    'q/c',
    'q/b',
    null,
  ]);
});
