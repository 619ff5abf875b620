import { expect, test } from 'vitest';
import { comparedIn, compareRoute, nextCompared, ticked } from '../../../src/studio/pages/review/compared-paths.ts';
import type { DraftLine } from '../../../src/studio/review-protocol.ts';

const draft = (path: string, approval: DraftLine['approval'] = 'unreviewed'): DraftLine => ({
  ...{ path, name: path, title: path, date: null, words: 1, approval, day: null },
  ...{ isGenerated: true, score: null, isOver: false },
});

const read = (rest: readonly string[], query: Readonly<Record<string, string>> = {}) =>
  comparedIn({ rest, query: new URLSearchParams(query) });

test.each([true, false])('the route of a comparison names its drafts, and whether others follow: %s', (isSeries) => {
  const compared = { paths: ['q/a b.md', 'q/50%/c.md'], isSeries };
  expect(read(...compareRoute(compared))).toEqual(compared);
});

test('the route of a draft is not that of a comparison, and at most three different drafts are compared', () => {
  expect(read(['q/a.md'])).toBeNull();
  expect(read([])).toBeNull();
  expect(read(['compare', 'a', 'a', 'b', 'c', 'd'])).toEqual({ paths: ['a', 'b', 'c'], isSeries: false });
});

test('a draft is ticked and its tick taken away; a fourth is not ticked', () => {
  expect(ticked([], 'a')).toEqual(['a']);
  expect(ticked(['a', 'b'], 'a')).toEqual(['b']);
  expect(ticked(['a', 'b'], 'c')).toEqual(['a', 'b', 'c']);
  expect(ticked(['a', 'b', 'c'], 'd')).toEqual(['a', 'b', 'c']);
  expect(ticked(['a', 'b', 'c'], 'c')).toEqual(['a', 'b']);
});

test('the next undecided drafts follow from one on, and then from the beginning', () => {
  const drafts = [draft('a'), draft('b', 'approved'), draft('c'), draft('d', 'held back'), draft('e'), draft('f')];
  expect(nextCompared(drafts, null, [])).toEqual(['a', 'c', 'e']);
  expect(nextCompared(drafts, 'gone', [])).toEqual(['a', 'c', 'e']);
  expect(nextCompared(drafts, 'b', [])).toEqual(['c', 'e', 'f']);
  expect(nextCompared(drafts, 'e', [])).toEqual(['e', 'f', 'a']);
  expect(nextCompared(drafts, 'e', ['c', 'e'])).toEqual(['f', 'a']);
});

test('a draft that is alone is not compared', () => {
  expect(nextCompared([draft('a'), draft('b')], null, ['a'])).toEqual([]);
  expect(nextCompared([], null, [])).toEqual([]);
});
