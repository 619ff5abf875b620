import { describe, expect, it, test } from 'vitest';
import { PostFault } from '../../../src/blog/posts/post-fault.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import {
  JournalFault,
  type Publication,
  readJournal,
  takenDay,
  unfinishedPublication,
  withLastPublication,
  writeJournal,
} from '../../../src/blog/publishing/journal.ts';
import { countQueue, countStock, queuedDraft, ranked } from '../../../src/blog/publishing/queue.ts';

const TODAY = '2026-03-10';

const draftWith = (name: string, ...lines: string[]) =>
  queuedDraft(name, readPost(`q/${name}`, ['---', `title: ${name}`, ...lines, '---', 'x', ''].join('\n')));

describe('the approval of a draft', () => {
  test.each([
    ['approved', 'approved: true'],
    ['approved', 'approved: yes'],
    ['held back', 'approved: false'],
    ['unreviewed', 'layout: post'],
    ['unreviewed', 'approved_by: Ann'],
  ])('is %s for %s', (approval, line) => {
    expect(draftWith('tea.md', line).approval).toBe(approval);
  });

  test.each([
    ['approved: perhaps', 'q/tea.md, line 3: approved must be true or false, found "perhaps".'],
    ['aproved: true', 'q/tea.md, line 3: aproved has no effect; did you mean approved?'],
    ['Approved: true', 'q/tea.md, line 3: Approved has no effect; did you mean approved?'],
    ['"approved(": true', 'q/tea.md, line 3: approved( has no effect; did you mean approved?'],
  ])('is refused for %s', (line, message) => {
    expect(() => draftWith('tea.md', line)).toThrow(PostFault);
    expect(() => draftWith('tea.md', line)).toThrow(message);
  });

  it('needs front matter', () => {
    expect(() => queuedDraft('tea.md', readPost('q/tea.md', 'Just text.\n'))).toThrow('it has no front matter');
  });
});

test('approved drafts are ordered by name; without any, the best unreviewed generated one is first; drafts held back are never included', () => {
  const drafts = [
    draftWith('c.md', 'approved: true'),
    draftWith('b.md', 'generated: true'),
    draftWith('a.md', 'approved: true'),
    draftWith('d.md', 'generated: true'),
    draftWith('e.md', 'generated: true', 'approved: false'),
    draftWith('own.md'),
  ];
  const scores: Readonly<Record<string, number>> = { 'b.md': 0.2, 'd.md': 0.9, 'e.md': 1, 'own.md': 0.95 };
  const scoreOf = ({ title }: { title: string | null }) => scores[title!];
  const names = (of: ReturnType<typeof ranked>) => of.map(({ draft, score }) => [draft.name, score]);
  const approvedOnes = [
    ['a.md', null],
    ['c.md', null],
  ];
  expect(names(ranked(drafts, null, TODAY))).toEqual(approvedOnes);
  expect(names(ranked(drafts, scoreOf, TODAY))).toEqual(approvedOnes);
  const rest = drafts.filter(({ approval }) => approval !== 'approved');
  expect(names(ranked(rest, null, TODAY))).toEqual([]);
  expect(names(ranked(rest, scoreOf, TODAY))).toEqual([
    ['d.md', 0.9],
    ['b.md', 0.2],
  ]);
  expect(countQueue(drafts)).toEqual({ approved: 2, unreviewed: 3, 'held back': 1 });
  expect(countStock(drafts, { hasLabel: true })).toBe(4);
  expect(countStock(drafts, { hasLabel: false })).toBe(5);
});

test('a draft with a day waits for it, and then goes before drafts without one; the earliest day first', () => {
  const drafts = [
    draftWith('a.md', 'approved: true'),
    draftWith('b.md', 'approved: true', 'approved_for: 2026-03-12'),
    draftWith('c.md', 'approved: true', 'approved_for: 2026-03-10'),
    draftWith('d.md', 'approved: true', 'approved_for: 2026-03-10'),
    draftWith('e.md', 'generated: true', 'approved_for: 2026-03-01'),
    draftWith('f.md', 'approved: false', 'approved_for: 2026-03-01'),
  ];
  const names = (day: string, of = drafts) => ranked(of, () => 1, day).map(({ draft }) => draft.name);
  expect(names('2026-03-09')).toEqual(['a.md']);
  expect(names('2026-03-10')).toEqual(['c.md', 'd.md', 'a.md']);
  expect(names('2026-03-11')).toEqual(['c.md', 'd.md', 'a.md']);
  expect(names('2026-03-12')).toEqual(['c.md', 'd.md', 'b.md', 'a.md']);
  // Before the day of the only approved drafts, the best unreviewed one goes.
  expect(names('2026-03-09', drafts.slice(1))).toEqual(['e.md']);
});

test.each([
  ['approved_for: 2026-12-05', '2026-12-05'],
  ['approved_for: "2026-12-05"', '2026-12-05'],
  ['approved_for:', null],
  ['layout: post', null],
])('the day of a draft with %s is %s', (line, day) => {
  expect(draftWith('tea.md', line).day).toBe(day);
});

test.each([
  ['approved_for: soon', 'approved_for must be a day such as 2026-12-05, found "soon".'],
  ['approved_for: 2026-02-30', 'approved_for must be a day such as 2026-12-05, found "2026-02-30".'],
  ['approved_for: 20261205', 'approved_for must be a day such as 2026-12-05, found '],
  ['approvedFor: 2026-12-05', 'approvedFor has no effect; did you mean approved_for?'],
  ['approved-for: 2026-12-05', 'approved-for has no effect; did you mean approved_for?'],
])('the day of a draft with %s is refused', (line, message) => {
  expect(() => draftWith('tea.md', line)).toThrow(PostFault);
  expect(() => draftWith('tea.md', line)).toThrow(`q/tea.md, line 3: ${message}`);
});

test('a draft is generated if the usual key or the blog’s own key says so', () => {
  const draft = (label: string | null, line: string) =>
    queuedDraft('tea.md', readPost('q/tea.md', `---\ntitle: Tea\n${line}\n---\nx\n`), label).isGenerated;
  expect([draft(null, 'generated: true'), draft('ai', 'generated: yes'), draft('ai', 'ai: true')]).toEqual([
    true,
    true,
    true,
  ]);
  expect([draft(null, 'ai: true'), draft('ai', 'ai: false'), draft('ai', 'tags: [ai]')]).toEqual([false, false, false]);
});

describe('a journal', () => {
  const first: Publication = {
    state: 'published',
    slot: '2026-03-10',
    target: 'folder',
    draft: 'tea.md',
    post: '../_posts/2026-03-10-tea.md',
    slug: 'tea',
    date: '2026-03-10T08:00:00.000Z',
    digest: 'abc=',
    address: null,
  };
  const second: Publication = { ...first, state: 'begun', slot: null, draft: 'cup.md' };
  const journal = { from: '2026-03-01T00:00:00.000Z', publications: [first, second] };

  it('is read as it was written, a line for each publication', () => {
    const text = writeJournal(journal);
    expect(text.split('\n')).toHaveLength(4);
    expect(readJournal('j', text)).toEqual(journal);
    expect(readJournal('j', text.replaceAll('\n', '\r\n'))).toEqual(journal);
    expect(readJournal('j', '')).toEqual({ from: null, publications: [] });
  });

  it('knows the last taken day, and an unfinished publication', () => {
    expect(takenDay(journal)).toBe('2026-03-10');
    expect(unfinishedPublication(journal)).toEqual(second);
    expect(unfinishedPublication(withLastPublication(journal, null))).toBeNull();
    expect(unfinishedPublication(withLastPublication(journal, { ...second, state: 'published' }))).toBeNull();
  });

  test.each(['{', '<<<<<<< HEAD', '[]', 'null', '{"state":"published"}', JSON.stringify({ ...first, slot: 'monday' })])(
    'with the line %j is refused with its line number',
    (line) => {
      const text = `${writeJournal(journal)}${line}\n`;
      expect(() => readJournal('q/.published.jsonl', text)).toThrow(JournalFault);
      expect(() => readJournal('q/.published.jsonl', text)).toThrow('q/.published.jsonl, line 4: ');
    },
  );
});
