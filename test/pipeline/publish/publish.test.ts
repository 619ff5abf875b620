import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { MissingInputFault } from '../../../src/pipeline/corpus/find-posts.ts';
import type { PublishEvent } from '../../../src/pipeline/events/publishing.ts';
import { MissingSecretFault } from '../../../src/pipeline/publish/open-publishing-place.ts';
import type { PublishGiven } from '../../../src/pipeline/settings/publish.ts';
import type { RunGiven } from '../../../src/pipeline/settings/run.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { PushFault } from '../../../src/project/publishing-tools.ts';
import { fakeGhost, ghostApiKey } from '../../node/publishing/fake-ghost.ts';
import { fakeWordpress, wordpressUser } from '../../node/publishing/fake-wordpress.ts';
import { only, TinyBlog } from './tiny-blog.ts';

const daily = { every: 'day', at: '09:00', wait: false } as const;
const types = (events: readonly PublishEvent[]) => events.map(({ type }) => type);

const training = { steps: 2, stepsOnThesePosts: 2, usualSteps: null };

describe('into a folder', () => {
  it('publishes the first approved draft by name and leaves the others', async () => {
    const blog = new TinyBlog();
    for (const name of ['b', 'a']) blog.draft(name);
    blog.draft('0', '');
    blog.draft('00', 'approved: false\n');
    const events = await blog.publish();
    expect(events).toEqual([
      {
        type: 'published',
        draft: `${blog.queue}/a.md`,
        post: `${blog.posts}/2026-07-01-a.md`,
        address: null,
        slot: null,
        isFinished: false,
        queue: { approved: 1, unreviewed: 1, 'held back': 1 },
      },
    ]);
    expect(blog.names('queue')).toEqual(['0.md', '00.md', 'b.md']);
    expect(blog.read('_posts/2026-07-01-a.md')).toBe(
      '---\nlayout: post\ntitle: The a\ndate: 2026-07-01 12:00:00 +0200\ngenerated: true\n---\n\nAbout the a.\n',
    );
    expect(blog.journal()).toMatchObject([
      { state: 'published', slot: null, draft: 'a.md', post: '../_posts/2026-07-01-a.md' },
    ]);
    expect(blog.has('_drafts/.publishing')).toBe(false);
  });

  it('publishes no unapproved draft, and reports what it cannot read', async () => {
    const blog = new TinyBlog();
    blog.draft('a', '');
    blog.draft('b', 'approved: maybe\n');
    const events = await blog.publish();
    expect(types(events)).toEqual(['draft-skipped', 'nothing-approved']);
    expect(events[0]).toMatchObject({ reason: 'line 4: approved must be true or false, found "maybe".' });
    expect(blog.names('posts')).toEqual(['2026-01-01-cup.md']);
    await expect(blog.publish({ queue: `${blog.root}/_draft` })).rejects.toThrow(MissingInputFault);
  });

  it('publishes once a day, however often it is called', async () => {
    const blog = new TinyBlog();
    for (const name of ['a', 'b']) blog.draft(name);
    expect(types(await blog.publish(daily))).toEqual(['published', 'nothing-due']);
    expect(types(await blog.publish(daily))).toEqual(['nothing-due']);
    expect(types(await blog.publish({ ...daily, at: '11:00' }))).toEqual(['nothing-due']);
    expect(blog.read('_posts/2026-07-01-a.md')).toContain('date: 2026-07-01 09:00:00 +0200');
    const tomorrow = { now: () => new Date('2026-07-02T06:59:00Z') };
    expect(await blog.publish(daily, tomorrow)).toEqual([
      { type: 'nothing-due', next: { day: '2026-07-02', moment: '2026-07-02T07:00:00.000Z' } },
    ]);
  });

  it('publishes once with every: once, even if a config file has a schedule', async () => {
    const blog = new TinyBlog();
    for (const name of ['a', 'b', 'c']) blog.draft(name);
    const once = { every: 'once', at: '23:00', missed: 'each' } as const;
    expect(types(await blog.publish(once))).toEqual(['published']);
    expect(types(await blog.publish(once))).toEqual(['published']);
    expect(blog.names('queue')).toEqual(['c.md']);
  });

  it('leaves a draft for another day until then, and then publishes it first', async () => {
    const blog = new TinyBlog();
    blog.draft('a', 'approved: true\napproved_for: 2026-07-03\n');
    blog.draft('b', 'approved: true\n');
    blog.draft('c', 'approved: true\n');
    const on = (day: string, some = {}) =>
      blog.publish({ every: 'day', wait: false, ...some }, { now: () => new Date(`2026-07-${day}T10:00:00Z`) });
    const draftOf = (events: readonly { type: string }[]) => events.find(({ type }) => type === 'published');
    expect(draftOf(await on('01'))).toMatchObject({ draft: join(blog.queue, 'b.md') });
    expect(await on('03', { dry_run: true })).toMatchObject([
      { type: 'difference', text: expect.stringContaining('a.md') },
    ]);
    expect(draftOf(await on('03'))).toMatchObject({ draft: join(blog.queue, 'a.md') });
    expect(blog.read('_posts/2026-07-03-a.md')).not.toContain('approved');
    expect(draftOf(await on('04'))).toMatchObject({ draft: join(blog.queue, 'c.md') });
  });

  it('reports that approved drafts wait for a later day', async () => {
    const blog = new TinyBlog();
    blog.draft('a', 'approved: true\napproved_for: 2026-07-03\n');
    blog.draft('b', 'approved: true\napproved_for: 2026-07-02\n');
    blog.draft('c', 'approved: false\napproved_for: 2026-07-01\n');
    expect((await blog.publish()).at(-1)).toMatchObject({
      type: 'nothing-approved',
      later: { drafts: 2, first: '2026-07-02' },
    });
    // At 22:30 in UTC, it is the next day in Berlin.
    const events = await blog.publish({}, { now: () => new Date('2026-07-01T22:30:00Z') });
    expect(events.at(-1)).toMatchObject({ type: 'published', draft: join(blog.queue, 'b.md') });
  });

  it('moves pictures next to a draft to the folder of the post, and never loses them', async () => {
    const blog = new TinyBlog();
    blog.write('_drafts/tea/index.md', '---\ntitle: Tea\napproved: true\n---\n![](tea.png)\n');
    blog.write('_drafts/tea/tea.png', 'x');
    const [told] = await blog.publish();
    expect(told).toMatchObject({
      type: 'draft-skipped',
      reason: expect.stringContaining('tea.png would be left behind'),
    });
    blog.write('bundles/cup/index.md', '---\ntitle: Cup\ndate: 2026-01-01\n---\nx\n');
    await blog.publish({ out: `${blog.root}/bundles` });
    expect(blog.read('bundles/tea/tea.png')).toBe('x');
    expect(blog.has('bundles/tea/index.md')).toBe(true);
    expect(blog.has('_drafts/tea')).toBe(false);
  });

  it('--auto publishes the best unreviewed draft, unless its score is too low', async () => {
    const blog = new TinyBlog();
    blog.draft('copied', '');
    const copy = blog.read('_posts/2026-01-01-cup.md').replace('Cup', 'Copy\ngenerated: true');
    blog.write('_drafts/copied.md', copy);
    blog.write('_drafts/own.md', '---\ntitle: Own\ngenerated: true\n---\n\nWe walked along the shore.\n');
    const [chosen] = await blog.publish({ auto: true, min_score: 0.1 });
    expect(chosen).toMatchObject({ type: 'draft-chosen', path: `${blog.queue}/own.md` });
    const events = await blog.publish({ auto: true, min_score: 0.99 });
    expect(types(events)).toEqual(['draft-skipped', 'nothing-approved']);
    expect(blog.names('queue')).toEqual(['copied.md']);
  });

  it("--auto never publishes the user's own drafts, and says so", async () => {
    const blog = new TinyBlog();
    blog.write('_drafts/own.md', '---\ntitle: Own\n---\n\nWe walked along the shore.\n');
    const nothing = await blog.publish({ auto: true, min_score: 0 });
    expect(nothing).toMatchObject([{ type: 'nothing-approved', own: 1, queue: { unreviewed: 1 } }]);
    expect(only(await blog.publish(), 'nothing-approved')).toMatchObject([{ own: 0 }]);
    blog.write('_drafts/own.md', '---\ntitle: Own\nai: true\n---\n\nWe walked along the shore.\n');
    expect(types(await blog.publish({ auto: true, min_score: 0 }))).toEqual(['nothing-approved']);
    const events = await blog.publish({ auto: true, min_score: 0 }, { writing: { label: 'ai' } });
    expect(types(events)).toEqual(['draft-chosen', 'published']);
  });

  it('--auto is rejected if drafts written by a model are not marked', async () => {
    const blog = new TinyBlog();
    const published = blog.publish({ auto: true }, { writing: { label: 'none' } });
    await expect(published).rejects.toThrow(/^auto does nothing here: without a label/);
    blog.draft('a', '');
    expect(
      types(await blog.publish({ auto: true, label: 'generated', min_score: 0 }, { writing: { label: 'none' } })),
    ).toEqual(['draft-chosen', 'published']);
  });

  it('--dry-run shows the difference and changes nothing', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    const events = await blog.publish({ ...daily, dry_run: true, refill: 2, git: 'commit' });
    expect(only(events, 'difference')[0].text).toBe(
      [
        `--- ${blog.queue}/a.md`,
        `+++ ${blog.posts}/2026-07-01-a.md`,
        '@@ -1,7 +1,7 @@',
        ' ---',
        ' layout: post',
        ' title: The a',
        '-approved: true',
        '+date: 2026-07-01 09:00:00 +0200',
        ' generated: true',
        ' ---',
        ' ',
      ].join('\n'),
    );
    expect(only(events, 'note').map(({ note }) => note)).toEqual([
      'git would commit these files.',
      '2 new drafts would be written.',
    ]);
    expect(blog.names('queue')).toEqual(['a.md']);
    expect(blog.journal()).toEqual([]);
  });
});

describe('with git', () => {
  it('commits the post, the removed draft and the journal, and nothing else; then pushes', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    blog.repository();
    blog.write('_config.yml', 'title: Changed meanwhile\n');
    blog.write('staged.txt', 'staged');
    blog.git('add', 'staged.txt');
    const events = await blog.publish({ git: 'push' });
    expect(types(events)).toEqual(['published', 'committed', 'pushed']);
    expect(blog.git('log', '-1', '--format=%s')).toBe('Publish "The a"');
    expect(blog.git('show', '--name-status', '--no-renames', '--format=').split('\n')).toEqual([
      'A\t_drafts/.published.jsonl',
      'D\t_drafts/a.md',
      'A\t_posts/2026-07-01-a.md',
    ]);
    expect(blog.git('status', '--porcelain').split('\n')).toEqual(['M _config.yml', 'A  staged.txt']);
    expect(blog.git('rev-parse', 'origin/main')).toBe(blog.git('rev-parse', 'main'));
    expect(types(await blog.publish({ git: 'push' }))).toEqual(['nothing-approved']);
  });

  it('a failed push is repeated the next time, without publishing another post', async () => {
    const blog = new TinyBlog();
    for (const name of ['a', 'b']) blog.draft(name);
    blog.repository();
    blog.git('remote', 'set-url', 'origin', `${blog.root}/nowhere`);
    await expect(blog.publish({ ...daily, git: 'push' })).rejects.toThrow(PushFault);
    expect(blog.names('posts')).toContain('2026-07-01-a.md');
    blog.git('remote', 'set-url', 'origin', `${blog.root}/.remote`);
    expect(types(await blog.publish({ ...daily, git: 'push' }))).toEqual(['nothing-due', 'pushed']);
    expect(blog.names('queue')).toEqual(['b.md']);
  });
});

describe('to a server', () => {
  const now = () => new Date('2026-07-01T10:00:00Z');

  it('sends the post to Ghost and keeps the draft outside the queue', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    const ghost = await fakeGhost({ now });
    const given: Partial<PublishGiven> = { out: undefined, to: 'ghost', url: ghost.address };
    const environment = { GHOST_ADMIN_API_KEY: ghostApiKey };
    const dry = await blog.publish({ ...given, dry_run: true }, { environment });
    expect(types(dry)).toEqual(['difference', 'request']);
    expect(JSON.stringify(dry)).not.toContain(ghostApiKey.slice(-20));
    expect(ghost.posts).toEqual([]);
    const events = await blog.publish(given, { environment });
    expect(events).toMatchObject([
      { type: 'published', address: `${ghost.address}/a/`, post: `${blog.queue}/published/a.md` },
    ]);
    expect(ghost.posts).toMatchObject([{ title: 'The a', slug: 'a', published_at: '2026-07-01T10:00:00.000Z' }]);
    expect(blog.read('_drafts/published/a.md')).not.toContain('approved');
    expect(types(await blog.publish(given, { environment }))).toEqual(['nothing-approved']);
  });

  it('names image files of the site, because they are not uploaded', async () => {
    const blog = new TinyBlog();
    const elsewhere = 'https://pictures.example/c.png';
    blog.write(
      '_drafts/a.md',
      `---\ntitle: A\napproved: true\n---\n![a](a.png) ![](/b.png) ![](${elsewhere}) ![](a.png)\n`,
    );
    const ghost = await fakeGhost({ now });
    const given: Partial<PublishGiven> = { out: undefined, to: 'ghost', url: ghost.address };
    const environment = { GHOST_ADMIN_API_KEY: ghostApiKey };
    for (const dry_run of [true, false]) {
      const [note, ...others] = only(await blog.publish({ ...given, dry_run }, { environment }), 'note');
      expect(note.note).toContain('_drafts/a.md shows images that are not uploaded, a.png, /b.png');
      expect(others).toEqual([]);
    }
    expect(ghost.posts).toHaveLength(1);
  });

  it('a lost response does not lead to a second post', async () => {
    const blog = new TinyBlog();
    for (const name of ['a', 'b']) blog.draft(name);
    const ghost = await fakeGhost({ now });
    const given: Partial<PublishGiven> = { ...daily, out: undefined, to: 'ghost', url: ghost.address };
    const environment = { GHOST_ADMIN_API_KEY: ghostApiKey };
    ghost.troubles.push('lost');
    await expect(blog.publish(given, { environment })).rejects.toThrow('502');
    const events = await blog.publish(given, { environment });
    expect(events[0]).toMatchObject({ type: 'published', isFinished: true, address: `${ghost.address}/a/` });
    expect(types(events)).toEqual(['published', 'nothing-due']);
    ghost.troubles.push('refused');
    const tomorrow = { environment, now: () => new Date('2026-07-02T10:00:00Z') };
    const later = await fakeGhost({ now: tomorrow.now });
    later.troubles.push('refused');
    await expect(blog.publish({ ...given, url: later.address }, tomorrow)).rejects.toThrow('503');
    expect(later.posts).toEqual([]);
    await blog.publish({ ...given, url: later.address }, tomorrow);
    expect(later.posts).toMatchObject([{ slug: 'b' }]);
    expect(ghost.posts).toMatchObject([{ slug: 'a' }]);
  });

  it('keeps a draft that the blog already has; another post with the same name does not matter', async () => {
    const blog = new TinyBlog();
    const ghost = await fakeGhost({ now });
    const given: Partial<PublishGiven> = { out: undefined, to: 'ghost', url: ghost.address };
    const environment = { GHOST_ADMIN_API_KEY: ghostApiKey };
    blog.draft('a');
    await blog.publish(given, { environment });
    blog.draft('a');
    expect(types(await blog.publish(given, { environment }))).toEqual(['draft-skipped', 'nothing-approved']);
    blog.write('_drafts/a.md', blog.read('_drafts/a.md').replace('The a', 'Another a'));
    await blog.publish(given, { environment });
    expect(ghost.posts).toMatchObject([{ slug: 'a' }, { slug: 'a-2', title: 'Another a' }]);
    expect(blog.has('_drafts/published/2/a.md')).toBe(true);
  });

  it('sends the post to WordPress, as a draft on request', async () => {
    const blog = new TinyBlog();
    blog.draft('a', 'approved: true\ntags: [green]\n');
    const wordpress = await fakeWordpress();
    const environment = {
      WORDPRESS_USER: wordpressUser.user,
      WORDPRESS_APPLICATION_PASSWORD: wordpressUser.password,
    };
    const given: Partial<PublishGiven> = { out: undefined, to: 'wordpress', url: wordpress.address, as_draft: true };
    const events = await blog.publish(given, { environment });
    expect(events).toMatchObject([{ type: 'published', address: `${wordpress.address}/?p=1` }]);
    expect(wordpress.posts).toMatchObject([{ slug: 'a', status: 'draft', tags: [7] }]);
    await expect(blog.publish(given)).rejects.toThrow(MissingSecretFault);
  });
});

describe('a refill', () => {
  it('writes the missing drafts from the posts of the blog and commits them', async () => {
    const blog = new TinyBlog();
    for (const name of ['a', 'b']) blog.draft(name);
    blog.draft('held', 'approved: false\n');
    blog.repository();
    const asked: RunGiven[] = [];
    const write = async function* (given: RunGiven) {
      asked.push(given);
      for (let i = 0; i < given.count!; i++) blog.draft(`new-${i}`, '');
      yield { type: 'run-resumed', isTrained: true, training, written: 0 } as const;
    };
    const writing = { temperature: 0.5, label: 'ai', count: 9, run_name: 'other' };
    const events = await blog.publish({ refill: 3, run_name: 'mine', git: 'commit' }, { write, writing });
    expect(types(events)).toEqual(['published', 'committed', 'refill-started', 'refill-event', 'committed']);
    expect(asked).toEqual([
      expect.objectContaining({
        posts: [blog.posts],
        out: blog.queue,
        count: 2,
        run_name: 'mine',
        temperature: 0.5,
        label: 'ai',
      }),
    ]);
    expect(blog.git('log', '-1', '--format=%s')).toBe('2 new drafts');
    expect(blog.names('queue')).toEqual(['b.md', 'held.md', 'new-0.md', 'new-1.md']);
    expect(types(await blog.publish({ refill: 2 }, { write }))).toEqual(['published']);
  });

  it("prefers its own settings to those of the config file, and does not count the user's own drafts", async () => {
    const blog = new TinyBlog();
    blog.write('_drafts/own.md', '---\ntitle: Own\n---\n\nWe walked along the shore.\n');
    const asked: RunGiven[] = [];
    const write = async function* (given: RunGiven) {
      asked.push(given);
      yield { type: 'run-resumed', isTrained: true, training, written: 0 } as const;
    };
    const writing = { posts: ['elsewhere'], label: 'none', model_name: 'base', threads: 3 };
    await blog.publish({ refill: 1 }, { write, writing });
    expect(asked).toEqual([]);
    await blog.publish({ refill: 1, label: 'ai', model_name: 'nano', timezone: 'Asia/Tokyo' }, { write, writing });
    const own = { posts: ['elsewhere'], label: 'ai', model_name: 'nano', threads: 3, timezone: 'Asia/Tokyo', count: 1 };
    expect(asked).toEqual([{ ...own, out: blog.queue }]);
    expect(only(await blog.publish({ refill: 2, dry_run: true }), 'note')).toEqual([
      { type: 'note', note: '2 new drafts would be written.' },
    ]);
  });
});

test.each([
  [{ at: '25:00', every: 'day' }, 'at takes a time of day'],
  [{ at: '09:00' }, 'at does nothing here: set every too'],
  [{ timezone: 'Europe/Belin' }, 'Europe/Belin'],
  [{ to: 'ghost', out: undefined }, 'url is missing'],
  [{ to: 'ghost', url: 'https://blog.example' }, 'out does nothing here'],
  [{ url: 'https://blog.example' }, 'url does nothing here'],
  [{ as_draft: true }, 'as_draft does nothing here'],
  [{ posts: ['_posts'] }, 'posts does nothing here: set refill or auto too'],
  [{ min_score: 0.7 }, 'min_score does nothing here: set auto too'],
  [{ label: 'ai' }, 'label does nothing here: set refill or auto too'],
  [{ model_name: 'nano', auto: true }, 'model_name does nothing here: set refill too'],
  [{ run_name: 'run2' }, 'run_name does nothing here'],
  [{ device: 'cpu' }, 'device does nothing here'],
  [{ threads: 1 }, 'threads does nothing here'],
  [{ precision: 'float32' }, 'precision does nothing here'],
  [{ yes: true }, 'yes does nothing here'],
  [{ print: 'cron' }, 'print does nothing here'],
  [{ print: 'cron', every: 'once' }, 'print does nothing here'],
  [{ to: 'ghost', out: undefined, url: 'blog.example' }, 'url takes an address'],
] as const)('the settings %j are rejected', async (given, message) => {
  const blog = new TinyBlog();
  const published = blog.publish(given as Partial<PublishGiven>);
  await expect(published).rejects.toThrow(SettingFault);
  await expect(published).rejects.toThrow(message);
});
