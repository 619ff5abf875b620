import { expect, it } from 'vitest';
import { publishCommand } from '../../src/cli/publish.ts';
import { showPublishing } from '../../src/cli/show-publishing.ts';
import { publishSettings } from '../../src/pipeline/settings/publish.ts';
import { checkSettings } from '../../src/pipeline/settings/settings-table.ts';
import { TinyBlog } from '../pipeline/publish/tiny-blog.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

it('tpdne publish shows what was published, what is left, and what cannot be published', async () => {
  const blog = new TinyBlog();
  blog.draft('a');
  blog.draft('b', 'approved: perhaps\n');
  const { surroundings, printed, noted } = fakeSurroundings();
  const settings = checkSettings(publishSettings, blog.settings());
  await publishCommand.run({ ...surroundings, config: null, settings });
  await publishCommand.run({ ...surroundings, config: null, settings });
  expect(printed).toEqual([
    expect.stringMatching(/^Published .*_drafts\/a\.md as .*_posts\/\d{4}-\d\d-\d\d-a\.md\.$/),
    expect.stringMatching(
      /^No draft can be published: 0 approved, 0 unreviewed, 0 held back\. tpdne review shows them/,
    ),
  ]);
  const skipped = `${blog.queue}/b.md stays in the queue: line 4: approved must be true or false, found "perhaps".`;
  expect(noted).toEqual([skipped, 'In the queue: 0 approved, 0 unreviewed, 0 held back.', skipped]);
});

it('stopping a waiting publish is not an error', async () => {
  const blog = new TinyBlog();
  const { surroundings, printed, noted, stop } = fakeSurroundings();
  const settings = checkSettings(publishSettings, blog.settings({ every: 'day' }));
  const look = setInterval(() => printed.length > 0 && stop.abort(), 20);
  await publishCommand.run({ ...surroundings, config: null, settings });
  clearInterval(look);
  expect(printed).toEqual([expect.stringMatching(/^Waiting until \d{4}-\d\d-\d\d 09:00 \(Europe\/Berlin.*\)\.$/)]);
  expect(noted).toEqual([
    expect.stringMatching(/^Keep this terminal open; .*--print systemd, cron or github-actions .*--no-wait/),
  ]);
});

it('shows times in the time zone, and prints the request that would be sent', () => {
  const { surroundings, printed, noted } = fakeSurroundings();
  const settings = checkSettings(publishSettings, { every: 'day', timezone: 'Asia/Tokyo', wait: false });
  const show = showPublishing(surroundings.screen, settings);
  show({ type: 'nothing-due', next: { day: '2026-07-02', moment: new Date('2026-07-02T00:00:00Z').toISOString() } });
  show({
    type: 'request',
    request: { method: 'POST', address: 'https://blog.example/x', body: { title: 'Tea' }, notes: ['A note.'] },
  });
  show({
    type: 'publish-failed',
    reason: 'The server is away.',
    again: new Date('2026-07-02T00:01:00Z').toISOString(),
  });
  expect(printed).toEqual([
    expect.stringMatching(/^Nothing is due until 2026-07-02 09:00 \(Asia\/Tokyo.*\)\.$/),
    'POST https://blog.example/x\n{\n  "title": "Tea"\n}',
  ]);
  expect(noted).toEqual(['A note.', 'The server is away. Trying again at 2026-07-02 09:01.']);
});

it('says once what to do while it waits, and in which zones it does', () => {
  const { surroundings, printed, noted } = fakeSurroundings();
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const other = here === 'Asia/Tokyo' ? 'Europe/Berlin' : 'Asia/Tokyo';
  const next = { day: '2026-07-02', moment: '2026-07-02T00:00:00.000Z' };
  for (const timezone of [here, other]) {
    const show = showPublishing(surroundings.screen, checkSettings(publishSettings, { every: 'day', timezone }));
    show({ type: 'nothing-due', next });
    show({ type: 'nothing-due', next });
  }
  expect(printed[0]).toMatch(new RegExp(`^Waiting until 2026-07-0. ..:.. \\(${here}\\)\\.$`));
  expect(printed[2]).toMatch(new RegExp(`^Waiting until .* \\(${other}; here, in ${here}, it is .* then\\)\\.$`));
  expect(noted).toHaveLength(2);
  const show = showPublishing(surroundings.screen, checkSettings(publishSettings, { every: 'day' }));
  const nothing = { type: 'nothing-approved', queue: { approved: 0, unreviewed: 1, 'held back': 0 }, own: 0 } as const;
  show({ ...nothing, later: null, slot: null });
  expect(noted[2]).toMatch(/^A post is due, so the queue is read again every 5 minutes\. Keep this terminal open/);
});

it('says that approved drafts wait for their day', () => {
  const { surroundings, noted } = fakeSurroundings();
  const show = showPublishing(surroundings.screen, checkSettings(publishSettings, {}));
  const nothing = { type: 'nothing-approved', queue: { approved: 2, unreviewed: 0, 'held back': 0 }, own: 0 } as const;
  show({ ...nothing, later: { drafts: 2, first: '2026-12-05' }, slot: null });
  show({ ...nothing, later: { drafts: 1, first: '2026-12-05' }, slot: null });
  expect(noted).toEqual([
    '2 approved drafts wait for a later day, the first for 2026-12-05: tpdne approve <file> --for any lets one go out now.',
    '1 approved draft waits for a later day, the first for 2026-12-05: tpdne approve <file> --for any lets one go out now.',
  ]);
});
