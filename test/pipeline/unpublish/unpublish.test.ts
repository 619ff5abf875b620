import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ProjectOptions, type UnpublishEvent, type UnpublishGiven, unpublish } from '../../../src/index.ts';
import { NotPublishedFault } from '../../../src/pipeline/unpublish/find-publication.ts';
import { fakeGhost, ghostApiKey } from '../../node/publishing/fake-ghost.ts';
import { fakeWordpress, wordpressUser } from '../../node/publishing/fake-wordpress.ts';
import { TinyBlog } from '../publish/tiny-blog.ts';

const now = () => new Date('2026-07-01T10:00:00Z');

async function takeBack(
  blog: TinyBlog,
  some: UnpublishGiven = {},
  options: ProjectOptions = {},
): Promise<UnpublishEvent[]> {
  const events: UnpublishEvent[] = [];
  for await (const event of unpublish({ queue: blog.queue, ...some }, { now, environment: {}, ...options }))
    events.push(event);
  return events;
}

const states = (blog: TinyBlog) => blog.journal().flatMap(({ state }) => (state === undefined ? [] : [state]));

describe('from a folder', () => {
  it('takes the last post back, exactly as its draft was but held back', async () => {
    const blog = new TinyBlog();
    for (const name of ['a', 'b']) blog.draft(name, 'approved: true # yes\ndate: 2020-02-02\n');
    const before = blog.read('_drafts/b.md');
    await blog.publish();
    await blog.publish();
    const [event, ...more] = await takeBack(blog);
    const [draft, post] = [`${blog.queue}/b.md`, `${blog.posts}/2026-07-01-b.md`];
    expect(event).toEqual({ type: 'unpublished', draft, post, address: null, wasThere: true, isFinished: false });
    expect(more).toEqual([]);
    expect(blog.read('_drafts/b.md')).toBe(before.replace('approved: true # yes', 'approved: false # yes'));
    expect([blog.names('posts'), states(blog)]).toEqual([
      ['2026-01-01-cup.md', '2026-07-01-a.md'],
      ['published', 'withdrawn'],
    ]);
    await takeBack(blog);
    expect([blog.names('queue'), states(blog)]).toEqual([
      ['a.md', 'b.md'],
      ['withdrawn', 'withdrawn'],
    ]);
    await expect(takeBack(blog)).rejects.toThrow(NotPublishedFault);
    await expect(takeBack(blog)).rejects.toThrow('Nothing was published from ');
    // Held back: not even --auto publishes it again.
    expect((await blog.publish({ auto: true, min_score: 0 })).at(-1)).toMatchObject({ type: 'nothing-approved' });
    expect(blog.has('_drafts/.publishing')).toBe(false);
  });

  it('keeps the time of a schedule taken, so that no other post goes out in its place', async () => {
    const blog = new TinyBlog();
    for (const name of ['a', 'b']) blog.draft(name);
    const daily = { every: 'day', at: '09:00', wait: false } as const;
    await blog.publish(daily);
    await takeBack(blog);
    expect((await blog.publish(daily)).map(({ type }) => type)).toEqual(['nothing-due']);
    blog.draft('a');
    const tomorrow = { now: () => new Date('2026-07-02T10:00:00Z') };
    expect((await blog.publish(daily, tomorrow))[0]).toMatchObject({ type: 'published', draft: `${blog.queue}/a.md` });
  });

  it.each([
    ['its path', (blog: TinyBlog) => join(blog.posts, '2026-07-01-a.md')],
    ['its file name', () => '2026-07-01-a.md'],
    ['the name of its draft', () => 'a.md'],
    ['the path of its draft', (blog: TinyBlog) => join(blog.queue, 'a.md')],
  ])('takes a certain post back, by %s', async (_, fileOf) => {
    const blog = new TinyBlog();
    for (const name of ['a', 'b']) blog.draft(name);
    await blog.publish();
    await blog.publish();
    await takeBack(blog, { file: fileOf(blog) });
    expect([blog.names('queue'), states(blog)]).toEqual([['a.md'], ['withdrawn', 'published']]);
    await expect(takeBack(blog, { file: 'nothing.md' })).rejects.toThrow('nothing.md was not published from ');
  });

  it('never replaces another draft, and takes pictures along', async () => {
    const blog = new TinyBlog();
    blog.write('bundles/cup/index.md', '---\ntitle: Cup\ndate: 2026-01-01\n---\nx\n');
    blog.write('_drafts/tea/index.md', '---\ntitle: Tea\napproved: true\n---\n![](tea.png)\n');
    blog.write('_drafts/tea/tea.png', 'x');
    blog.draft('z');
    await blog.publish({ out: `${blog.root}/bundles` });
    await blog.publish({ out: `${blog.root}/bundles` });
    blog.write('_drafts/tea/index.md', '---\ntitle: Other\n---\nx\n');
    blog.write('bundles/z/z.png', 'z');
    await takeBack(blog);
    expect([blog.read('_drafts/z/z.png'), blog.read('_drafts/z/index.md').includes('About the z.')]).toEqual([
      'z',
      true,
    ]);
    await takeBack(blog);
    expect(blog.read('_drafts/tea-2/tea.png')).toBe('x');
    expect(blog.read('_drafts/tea-2/index.md')).toBe('---\ntitle: Tea\napproved: false\n---\n![](tea.png)\n');
    expect([blog.read('_drafts/tea/index.md').includes('Other'), blog.has('bundles/tea')]).toEqual([true, false]);
  });

  it('keeps what was edited after publication', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    await blog.publish();
    blog.write('_posts/2026-07-01-a.md', blog.read('_posts/2026-07-01-a.md').replace('About', 'More about'));
    await takeBack(blog);
    expect(blog.read('_drafts/a.md')).toBe(
      '---\nlayout: post\ntitle: The a\napproved: false\ngenerated: true\n---\n\nMore about the a.\n',
    );
  });

  it('says so if the post is gone, or a publication is unfinished', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    await blog.publish();
    const journal = blog.read('_drafts/.published.jsonl');
    rmSync(join(blog.posts, '2026-07-01-a.md'));
    await expect(takeBack(blog)).rejects.toThrow(/2026-07-01-a\.md is no longer there, so it cannot be taken back/);
    blog.write('_drafts/.published.jsonl', journal.replace('"published"', '"begun"'));
    await expect(takeBack(blog)).rejects.toThrow('was interrupted. Run tpdne publish first');
  });

  it('--dry-run shows the difference and changes nothing', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    await blog.publish();
    const journal = blog.read('_drafts/.published.jsonl');
    const events = await takeBack(blog, { dry_run: true, git: 'push' });
    expect(events.map(({ type }) => type)).toEqual(['difference', 'note']);
    const { text } = events[0] as Extract<UnpublishEvent, { type: 'difference' }>;
    expect(text).toContain(`--- ${blog.posts}/2026-07-01-a.md\n+++ ${blog.queue}/a.md\n`);
    expect(text).toContain('\n+approved: false\n');
    expect(text).toContain('\n-date: 2026-07-01 12:00:00 +0200\n');
    expect(events[1]).toEqual({ type: 'note', note: 'git would commit and push these files.' });
    expect([blog.names('queue'), blog.read('_drafts/.published.jsonl')]).toEqual([[], journal]);
  });
});

describe('with git', () => {
  it('commits and pushes as the post was published', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    blog.draft('b');
    blog.repository();
    await blog.publish({ git: 'push' });
    await blog.publish({ git: 'commit' });
    blog.write('mine.txt', 'x');
    const committed = { type: 'committed', message: 'Unpublish "The b"' };
    expect(await takeBack(blog)).toMatchObject([{ type: 'unpublished' }, committed]);
    expect(await takeBack(blog)).toMatchObject([{ type: 'unpublished' }, { type: 'committed' }, { type: 'pushed' }]);
    expect(blog.git('log', '-2', '--format=%s', 'origin/main').split('\n')).toEqual([
      'Unpublish "The a"',
      committed.message,
    ]);
    expect(blog.git('status', '--porcelain')).toBe('?? mine.txt');
    expect(blog.git('ls-files').split('\n')).toEqual(
      expect.arrayContaining(['_drafts/a.md', '_drafts/b.md', '_drafts/.published.jsonl']),
    );
  });

  it('does what --git says instead', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    blog.repository();
    await blog.publish({ git: 'commit' });
    expect((await takeBack(blog, { git: 'none' })).map(({ type }) => type)).toEqual(['unpublished']);
    // What was not committed is completed by the next call, which takes nothing else back.
    expect(await takeBack(blog)).toEqual([{ type: 'committed', message: 'Unpublish "The a"' }]);
    expect(blog.git('status', '--porcelain')).toBe('');
  });
});

describe('from a server', () => {
  it('makes the post a draft on Ghost, and takes its copy back', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    const before = blog.read('_drafts/a.md');
    const ghost = await fakeGhost({ now });
    const environment = { GHOST_ADMIN_API_KEY: ghostApiKey };
    await blog.publish({ to: 'ghost', url: ghost.address, out: null }, { environment });
    await expect(takeBack(blog, {}, { environment })).rejects.toThrow(
      'url is missing: the address of the blog on ghost.',
    );
    expect(states(blog)).toEqual(['published']);
    const [difference, request] = await takeBack(blog, { url: ghost.address, dry_run: true }, { environment });
    expect(difference.type).toBe('difference');
    expect(request).toMatchObject({ request: { method: 'PUT', body: { posts: [{ status: 'draft' }] } } });
    expect(ghost.posts[0].status).toBe('published');
    ghost.troubles.push('lost');
    await expect(takeBack(blog, { url: ghost.address }, { environment })).rejects.toThrow('502');
    expect(states(blog)).toEqual(['withdrawing']);
    const [event] = await takeBack(blog, { url: ghost.address }, { environment });
    expect(event).toMatchObject({
      type: 'unpublished',
      address: `${ghost.address}/a/`,
      wasThere: true,
      isFinished: true,
    });
    expect([ghost.posts.length, ghost.posts[0].status, states(blog)]).toEqual([1, 'draft', ['withdrawn']]);
    expect(blog.read('_drafts/a.md')).toBe(before.replace('approved: true', 'approved: false'));
    expect(blog.has('_drafts/published/a.md')).toBe(false);
  });

  it('makes the post a draft on WordPress, and says if it is no longer there', async () => {
    const blog = new TinyBlog();
    for (const name of ['a', 'b']) blog.draft(name);
    const wordpress = await fakeWordpress();
    const environment = { WORDPRESS_USER: wordpressUser.user, WORDPRESS_APPLICATION_PASSWORD: wordpressUser.password };
    const there = { to: 'wordpress', url: wordpress.address, out: null } as const;
    await blog.publish(there, { environment });
    await blog.publish(there, { environment });
    await takeBack(blog, { url: wordpress.address }, { environment });
    expect(wordpress.posts.map(({ slug, status }) => [slug, status])).toEqual([
      ['a', 'publish'],
      ['b', 'draft'],
    ]);
    wordpress.posts.length = 0;
    expect(await takeBack(blog, { url: wordpress.address }, { environment })).toMatchObject([{ wasThere: false }]);
  });

  it('changes nothing if the server refuses', async () => {
    const blog = new TinyBlog();
    blog.draft('a');
    const ghost = await fakeGhost({ now });
    await blog.publish(
      { to: 'ghost', url: ghost.address, out: null },
      { environment: { GHOST_ADMIN_API_KEY: ghostApiKey } },
    );
    const wrong = { environment: { GHOST_ADMIN_API_KEY: ghostApiKey.replace(/^6/, '7') } };
    await expect(takeBack(blog, { url: ghost.address }, wrong)).rejects.toThrow('Unknown Admin API Key');
    expect([states(blog), blog.names('queue')]).toEqual([['published'], ['published']]);
  });
});
