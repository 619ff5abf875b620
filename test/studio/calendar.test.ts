import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeProject } from '../../src/node/project/node-project.ts';
import type { CalendarFacts } from '../../src/studio/review-protocol.ts';
import { Calendar } from '../../src/studio/server/calendar/calendar.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { openApp } from './open-app.ts';

const here = process.cwd();
beforeEach(() => {
  process.chdir(temporaryFolder());
  mkdirSync('_drafts');
  mkdirSync('_posts');
  draft('a', 'approved: true');
  draft('b', 'approved: true\napproved_for: 2026-12-03');
  draft('c', '');
});
afterEach(() => process.chdir(here));

const draft = (name: string, lines: string) =>
  writeFileSync(
    `_drafts/${name}.md`,
    `---\ntitle: The ${name}\n${lines}\n---\n\n${name}.\n`.replace('\n\n---', '\n---'),
  );
const config = (publishing: object) => writeFileSync('tpdne.config.json', JSON.stringify({ publishing }));
/** A Monday. */
const calendar = (until: string) =>
  new Calendar(nodeProject({ now: () => new Date('2026-11-30T10:00:00Z') })).until(until);

test('without a schedule, approved drafts wait in their order', async () => {
  const facts = await calendar('2026-12-31');
  expect(facts).toMatchObject({
    schedule: null,
    slots: [],
    missedSlots: [],
    unreviewed: 1,
    target: 'folder',
    git: 'none',
  });
  expect(facts.waiting.map(({ name, title, day }) => [name, title, day])).toEqual([
    ['b.md', 'The b', '2026-12-03'],
    ['a.md', 'The a', null],
  ]);
});

test('with a schedule, they are laid onto its times; what went out and what was missed is said', async () => {
  config({ every: 'day', at: '09:00', timezone: 'UTC', missed: 'latest' });
  writeFileSync('_posts/2026-11-27-tea.md', '---\ntitle: Tea\n---\nTea.\n');
  const publication = {
    ...{
      state: 'published',
      slot: '2026-11-27',
      target: 'folder',
      draft: 'tea.md',
      post: '../_posts/2026-11-27-tea.md',
    },
    ...{ slug: 'tea', date: '2026-11-27T09:00:00.000Z', digest: 'x', address: null, head: '---\n', git: 'commit' },
  };
  const lines = [{ from: '2026-11-26T08:00:00.000Z' }, publication].map((line) => JSON.stringify(line));
  writeFileSync('_drafts/.published.jsonl', `${lines.join('\n')}\n`);
  const facts = await calendar('2026-12-03');
  expect(facts.slots.map(({ slot, isDue, draft: next }) => [slot.day, isDue, next?.name ?? null])).toEqual([
    ['2026-11-30', true, 'a.md'],
    ['2026-12-01', false, null],
    ['2026-12-02', false, null],
    ['2026-12-03', false, 'b.md'],
  ]);
  expect(facts.missedSlots.map(({ day }) => day)).toEqual(['2026-11-26', '2026-11-28', '2026-11-29']);
  expect(facts.today).toBe('2026-11-30');
  const { head: _, digest: __, ...told } = publication;
  const paths = { postPath: '_posts/2026-11-27-tea.md', draftPath: '_drafts/tea.md' };
  expect(facts.journal).toEqual([{ ...told, ...paths, day: '2026-11-27', title: 'Tea' }]);
});

test('settings that only matter for publishing do not keep the calendar from being shown', async () => {
  config({ every: 'monday', to: 'ghost', url: 'https://example.com', refill: 3, auto: true, min_score: 0.5 });
  expect(await calendar('')).toMatchObject({ auto: true, target: 'ghost', isBegun: false });
});

test('the route answers, also before there is a queue, and says what is wrong with the settings', async () => {
  config({ every: 'day', queue: 'later' });
  const app = await openApp('.');
  const answer = await app.ask('GET', '/api/calendar?until=2027-01-31');
  expect(((await answer.json()) as CalendarFacts).waiting).toEqual([]);
  config({ every: 'day', at: '25:00' });
  const refused = await app.ask('GET', '/api/calendar');
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('at takes a time of day')]);
});
