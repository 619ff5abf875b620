import { describe, expect, it } from 'vitest';
import type { PostsShownEvent } from '../../../src/pipeline/events/posts.ts';
import type { Skipped } from '../../../src/pipeline/events/reading.ts';
import { inWords, lengthColumns, yearColumns } from '../../../src/studio/pages/blog/columns.ts';
import {
  found,
  groupsOf,
  placedNote,
  pressed,
  type Row,
  rowsOf,
  sorted,
  totals,
} from '../../../src/studio/pages/blog/rows.ts';

function shown(posts: readonly object[], skipped: readonly object[] = []): PostsShownEvent {
  const facts = { posts, words: 0, tokens: 0, distinctWords: 0, wordsUsedOnce: 0, ownWords: [] };
  const rest = { model: 'm', format: 'text', seen: 0, notes: [], cleaning: null };
  return { type: 'posts-shown', facts, skipped, ...rest } as unknown as PostsShownEvent;
}

const post = (name: string, more: object = {}) => {
  return { path: name, name, title: name, date: null, year: null, words: 1, tokens: 2, ...more };
};

function row(title: string, more: Partial<Row> = {}): Row {
  const rest = { path: title, entry: title, date: null, year: null, words: null, tokens: null };
  return { title, ...rest, isIn: true, isShared: false, ...more };
}

const titles = (rows: readonly Row[]) => rows.map(({ title }) => title).join(' ');

describe('rowsOf', () => {
  it('has the posts that were seen, without those left out since', () => {
    const rows = rowsOf(shown([post('a.md'), post('b.md')]), ['b.md']);
    expect(rows.map(({ entry, isIn }) => [entry, isIn])).toEqual([
      ['a.md', true],
      ['b.md', false],
    ]);
  });

  it('has the posts that were left out before, by the entry that leaves them out', () => {
    const excluded = { because: 'excluded', path: 'x/c.md', pattern: 'c.md' };
    const rows = rowsOf(shown([], [excluded, { because: 'draft', path: 'd.md' }]), ['c.md']);
    expect(rows).toEqual([row('c.md', { path: 'x/c.md', isIn: false })]);
    expect(rowsOf(shown([], [excluded]), [])[0].isIn).toBe(true);
  });

  it('says that an entry leaves out several posts', () => {
    const excluded = ['old/a.md', 'old/b.md'].map((path) => ({ because: 'excluded', path, pattern: 'old/*' }));
    expect(rowsOf(shown([], excluded), ['old/*']).map(({ isShared }) => isShared)).toEqual([true, true]);
  });

  it('names items of an export by their file, unless two have the same one', () => {
    const item = (number: number, name: string) => post(name, { path: `x.xml, item ${number}` });
    const rows = rowsOf(shown([item(1, 'x.xml/a.md'), item(2, 'x.xml/b.md'), item(3, 'x.xml/b.md')]), []);
    expect(rows.map(({ entry }) => entry)).toEqual(['x.xml/a.md', 'x.xml, item 2', 'x.xml, item 3']);
  });
});

describe('the table', () => {
  const rows = [
    row('b', { date: '2019-01-02', words: 10 }),
    row('a', { date: null, words: 2 }),
    row('c', { date: '2020-01-01T10:00:00Z', words: 10 }),
  ];

  it.each([
    ['title', false, 'a b c'],
    ['title', true, 'c b a'],
    ['date', false, 'b c a'],
    ['date', true, 'c b a'],
    ['words', false, 'a b c'],
    ['words', true, 'b c a'],
    ['tokens', true, 'a b c'],
  ] as const)('is sorted by %s, descending: %s', (by, isDescending, expected) => {
    expect(titles(sorted(rows, { by, isDescending }))).toBe(expected);
  });

  it('begins with the greatest, but with the first title, and turns around when pressed again', () => {
    const byDate = { by: 'date', isDescending: true } as const;
    expect(pressed(byDate, 'date')).toEqual({ by: 'date', isDescending: false });
    expect(pressed(byDate, 'words')).toEqual({ by: 'words', isDescending: true });
    expect(pressed(byDate, 'title')).toEqual({ by: 'title', isDescending: false });
  });

  it('is searched by words of title, date and path, in any case', () => {
    const list = [row('Green Tea', { date: '2019-01-02' }), row('Coffee', { path: 'tea/coffee.md' })];
    expect(titles(found(list, 'TEA'))).toBe('Green Tea Coffee');
    expect(titles(found(list, ' tea 2019 '))).toBe('Green Tea');
    expect(titles(found(list, 'milk'))).toBe('');
    expect(found(list, ' ')).toEqual(list);
  });

  it('sorts and searches ten thousand posts within a second', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => row(`Post ${(i * 7919) % 10_000}`, { words: i % 500 }));
    const before = performance.now();
    expect(sorted(found(many, 'post'), { by: 'title', isDescending: false })[9999].title).toBe('Post 9999');
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('counts what is learned from', () => {
    const list = [row('a', { words: 3, tokens: 4 }), row('b', { words: 5, tokens: 6, isIn: false }), row('c')];
    expect(totals(list)).toEqual({ posts: 2, words: 3, tokens: 4 });
  });
});

describe('charts', () => {
  it('of years have every year from the first to the last', () => {
    const rows = [row('a', { year: 2019 }), row('b', { year: 2021 }), row('c', { year: 2022, isIn: false }), row('d')];
    expect(yearColumns(rows)).toEqual([
      { label: '2019', value: 1 },
      { label: '2020', value: 0 },
      { label: '2021', value: 1 },
    ]);
    expect(yearColumns([row('a')])).toEqual([]);
    expect(yearColumns([row('a', { year: 19 }), row('b', { year: 2019 })])).toHaveLength(2);
  });

  it('of lengths have columns from the shortest to the longest', () => {
    const rows = [99, 100, 399, 400].map((words) => row('a', { words }));
    expect(lengthColumns(rows).map(({ value }) => value)).toEqual([1, 1, 1, 1]);
    expect(lengthColumns([row('a', { words: 9000 })])).toEqual([{ label: '3,200+', value: 1 }]);
    expect(lengthColumns([row('a', { words: 9, isIn: false }), row('b')])).toEqual([]);
    expect(inWords(lengthColumns(rows.slice(0, 2)))).toBe('under 100: 1, under 200: 1');
  });
});

it('what is left out is grouped by reason, the most frequent first', () => {
  const things = [
    { because: 'draft', path: 'a', reason: '' },
    { because: 'comment', path: 'b', reason: '', count: 3 },
    { because: 'draft', path: 'c', reason: '' },
  ] as const satisfies readonly Skipped[];
  expect(groupsOf(things)).toEqual([
    { because: 'comment', count: 3, things: [things[1]] },
    { because: 'draft', count: 2, things: [things[0], things[2]] },
  ]);
});

it.each([
  [
    'posts/a.md, line 3: the date "soon: now" could not be read.',
    'posts/a.md',
    3,
    'the date "soon: now" could not be read.',
  ],
  ['--exclude x matches no post in posts.', null, null, '--exclude x matches no post in posts.'],
])('the place in the note %j', (note, path, line, text) => {
  expect(placedNote(note)).toEqual({ path, line, text });
});
