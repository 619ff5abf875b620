import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pictureHeader } from '../../../src/blog/covers/picture-header.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { review, unpublish } from '../../../src/index.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { memoryProject } from '../../../src/pipeline/memory-project.ts';
import { takeOutDraft } from '../../../src/pipeline/publish/move-draft.ts';
import { ownPictures } from '../../../src/pipeline/publish/own-pictures.ts';
import { remotePicture } from '../../../src/pipeline/publish/remote-picture.ts';
import { fakeGhost, ghostApiKey } from '../../node/publishing/fake-ghost.ts';
import { png } from '../../pictures.ts';
import { TinyBlog } from './tiny-blog.ts';

/** A queue with the draft `tea`, whose picture is at this path, as its front matter names it. */
function blogWith(path: string, file: string): TinyBlog {
  const blog = new TinyBlog();
  blog.write(file, 'a picture');
  blog.draft('tea', `image: ${path}\napproved: true\n`);
  return blog;
}

const beside = () => blogWith('./tea.svg', '_drafts/tea.svg');
const below = () => blogWith('img/tea.svg', '_drafts/img/tea.svg');
const shared = () => blogWith('/assets/tea.svg', 'assets/tea.svg');

async function takeBack(blog: TinyBlog): Promise<void> {
  for await (const _ of unpublish({ queue: blog.queue }, { environment: {} }));
}

/** The files that have the picture. */
const places = (blog: TinyBlog) =>
  ['_drafts/tea.svg', '_drafts/img/tea.svg', '_posts/tea.svg', '_posts/img/tea.svg', 'assets/tea.svg'].filter((path) =>
    blog.has(path),
  );

describe('the picture of a draft', () => {
  it.each([
    ['next to it', beside, '_posts/tea.svg', '_drafts/tea.svg'],
    ['in a folder below', below, '_posts/img/tea.svg', '_drafts/img/tea.svg'],
    ['elsewhere in the site', shared, 'assets/tea.svg', 'assets/tea.svg'],
  ])('%s goes where the post goes, and comes back with it', async (_, make, published, taken) => {
    const blog = make();
    await blog.publish();
    expect(blog.names('posts')).toContain('2026-07-01-tea.md');
    expect(places(blog)).toEqual([published]);
    expect(blog.names('queue')).toEqual([]);
    await takeBack(blog);
    expect(places(blog)).toEqual([taken]);
    expect(blog.names('queue')).toContain('tea.md');
  });

  it('never replaces another file: the draft is passed over, and that is said', async () => {
    const blog = beside();
    blog.write('_posts/tea.svg', 'another picture');
    const skipped = (await blog.publish()).find((event) => event.type === 'draft-skipped');
    expect(skipped).toMatchObject({
      reason: expect.stringMatching(/picture cannot be moved: .*_posts\/tea\.svg already exists/),
    });
    expect([blog.read('_posts/tea.svg'), blog.has('_drafts/tea.md')]).toEqual(['another picture', true]);
  });

  it('is part of the dry run, which moves nothing', async () => {
    const blog = beside();
    const notes = (await blog.publish({ dry_run: true })).flatMap((event) => (event.type === 'note' ? event.note : []));
    expect(notes).toEqual([expect.stringMatching(/picture .*_drafts\/tea\.svg would be moved to .*_posts\/tea\.svg/)]);
    expect(places(blog)).toEqual(['_drafts/tea.svg']);
  });

  it.each([
    [
      'next to it',
      beside,
      ['A\t_posts/2026-07-01-tea.md', 'D\t_drafts/tea.md', 'D\t_drafts/tea.svg', 'A\t_posts/tea.svg'],
    ],
    ['elsewhere', shared, ['A\t_posts/2026-07-01-tea.md', 'D\t_drafts/tea.md']],
  ])('is in the commit of the post: %s', async (_, make, changes) => {
    const blog = make();
    blog.repository();
    await blog.publish({ git: 'commit' });
    const shown = () =>
      blog
        .git('show', '--name-status', '--no-renames', '--format=')
        .split('\n')
        .filter((line) => !line.includes('.published'));
    expect(shown().sort()).toEqual([...changes].sort());
    await takeBack(blog);
    expect(blog.git('status', '--porcelain')).toBe('');
  });

  it('that is not committed yet is in the commit of the post', async () => {
    const blog = shared();
    blog.repository();
    blog.write('assets/salt.svg', 'a picture');
    blog.draft('salt', 'image: /assets/salt.svg\napproved: true\n');
    blog.git('rm', '--quiet', '--force', '_drafts/tea.md');
    await blog.publish({ git: 'commit' });
    expect(blog.git('show', '--name-only', '--format=')).toContain('assets/salt.svg');
  });

  it.each([
    ['./salt.svg', '_drafts/salt.svg'],
    ['/assets/salt.svg', 'assets/salt.svg'],
  ])('is in the commit of new drafts: %s', async (path, file) => {
    const blog = new TinyBlog();
    blog.repository();
    // biome-ignore lint/correctness/useYield: it only writes.
    const write = async function* () {
      blog.write(file, 'a picture');
      blog.draft('salt', `image: ${path}\n`);
    };
    await blog.publish({ refill: 1, git: 'commit' }, { write });
    expect(blog.git('show', '--name-only', '--format=').split('\n').sort()).toEqual(['_drafts/salt.md', file].sort());
  });

  it.each([
    ['next to it', beside, '_drafts/tea.svg'],
    ['elsewhere', shared, 'assets/tea.svg'],
  ])('goes to the trash with it, and comes back: %s', async (_, make, place) => {
    const blog = make();
    const decisions = ['delete', 'undo'] as const;
    for (const count of [1, 2]) {
      const left = [...decisions.slice(0, count)];
      const decide = async () => left.shift() ?? null;
      for await (const _ of review({ queue: blog.queue, posts: [blog.posts] }, { root: blog.root, decide }));
      if (count === 1) {
        expect([places(blog), blog.names('queue')]).toEqual([[], []]);
        expect(blog.read('_drafts/.trash/tea.md.pictures/tea.svg')).toBe('a picture');
        blog.write(place, 'a picture');
        blog.draft('tea', `image: ${place.startsWith('a') ? '/' : ''}${place.replace('_drafts/', '')}\n`);
      }
    }
    expect([places(blog), blog.names('queue')]).toEqual([
      [place],
      place.startsWith('a') ? ['tea.md'] : ['tea.md', 'tea.svg'],
    ]);
  });
});

describe('the pictures that are a draft’s own', () => {
  it.each([
    ['one that several posts share', '/assets/shed.svg', 'assets/shed.svg', false],
    ['one that is missing', '/assets/tea.svg', 'assets/other.svg', false],
    ['one with its slug', '/assets/big/tea-wide.svg', 'assets/big/tea-wide.svg', true],
    ['one in a folder with its slug', '/assets/tea/cover.svg', 'assets/tea/cover.svg', true],
  ])('include %s: %s', async (_, path, file, isOwn) => {
    const blog = blogWith(path, file);
    const { beside, shared } = await ownPictures(nodeFiles, `${blog.queue}/tea.md`);
    expect([beside, shared.length]).toEqual([[], isOwn ? 1 : 0]);
  });

  it.each([
    ['named, without its slug in the path', 'image: cover.svg\n', 'cover.svg', 1],
    ['named, in a folder below', 'image: pictures/a.svg\n', 'pictures/a.svg', 1],
    ['without a name that a theme finds', '', 'feature.svg', 1],
    ['with a name that no theme looks for', '', 'holiday.svg', 0],
    ['beside another that is named, and missing', 'image: other.svg\n', 'cover.svg', 0],
  ])('in its own folder: one %s', async (_, front, file, count) => {
    const blog = new TinyBlog();
    blog.write('_drafts/tea/index.md', `---\ntitle: Tea\n${front}---\n\nTea.\n`);
    blog.write(`_drafts/tea/${file}`, '<svg/>');
    const own = await ownPictures(nodeFiles, `${blog.queue}/tea/index.md`);
    const inFolder = [`${blog.queue}/tea/${file}`].slice(0, count);
    expect(own).toEqual({ inFolder, beside: [], shared: [] });
  });

  it('are none for a file that is missing or cannot be read', async () => {
    const blog = new TinyBlog();
    blog.write('_drafts/tea.md', '---\ntitle: [\n---\n');
    for (const name of ['tea.md', 'salt.md']) {
      expect(await ownPictures(nodeFiles, `${blog.queue}/${name}`)).toEqual({ inFolder: [], beside: [], shared: [] });
    }
  });
});

it('a picture that was moved before a power cut is left where it is, and the rest is done', async () => {
  const blog = beside();
  blog.write('_posts/tea.md', blog.read('_drafts/tea.md'));
  blog.write('_posts/tea.svg', 'a picture');
  rmSync(`${blog.queue}/tea.svg`);
  await takeOutDraft(nodeFiles, `${blog.queue}/tea.md`, `${blog.posts}/tea.md`);
  expect([places(blog), blog.names('queue')]).toEqual([['_posts/tea.svg'], []]);
});

describe('the picture of a post on a server', () => {
  const environment = { GHOST_ADMIN_API_KEY: ghostApiKey };
  const now = () => new Date('2026-07-01T10:00:00Z');

  it.each([
    ['tea.png', png(8, 4, [200, 0, 0]), 'tea.png'],
    ['tea.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>', 'tea.png'],
  ])('is uploaded with it, and what is left is kept with its copy: %s', async (name, content, uploaded) => {
    const ghost = await fakeGhost({ now });
    const blog = blogWith(name, `_drafts/${name}`);
    writeFileSync(`${blog.queue}/${name}`, content);
    await blog.publish({ out: undefined, to: 'ghost', url: ghost.address }, { environment });
    expect(ghost.pictures.map((picture) => picture.name)).toEqual([uploaded]);
    expect(pictureHeader(ghost.pictures[0].bytes)).toEqual({ format: 'png', width: 8, height: 4 });
    expect(ghost.posts[0]).toMatchObject({ feature_image_alt: 'The tea' });
    expect(blog.names('queue')).toEqual(['published']);
    expect(blog.has(`_drafts/published/${name}`)).toBe(true);
  });

  it.each([
    ['a file that is missing', 'missing.png', /missing\.png is not uploaded: there is no such file/],
    ['a format that servers do not take', 'tea.avif', /tea\.avif is not uploaded: servers take no \.avif/],
  ])('is left out, and that is said: %s', async (_, name, note) => {
    const ghost = await fakeGhost({ now });
    const blog = blogWith(name, '_drafts/tea.avif');
    const events = await blog.publish({ out: undefined, to: 'ghost', url: ghost.address }, { environment });
    expect(events.find((event) => event.type === 'note')).toMatchObject({ note: expect.stringMatching(note) });
    expect([ghost.pictures, ghost.posts.length]).toEqual([[], 1]);
  });

  it('is left out if it is too large, or an SVG that cannot be drawn', async () => {
    const { files } = memoryProject({
      files: { '/q/a.png': new Uint8Array(8_000_001), '/q/b.png': new Uint8Array(8_000_000), '/q/c.svg': '<svg/>' },
    });
    const tools = { open: async () => null, howToInstall: 'install it' };
    const of = (name: string) =>
      remotePicture(files, tools, {
        post: readPost('/q/x.md', `---\ntitle: X\nimage: ${name}\n---\n`),
        path: '/q/x.md',
      });
    expect((await of('a.png')).problem).toMatch(/more than 8 MB/);
    expect((await of('b.png')).picture).toMatchObject({ name: 'b.png', type: 'image/png', alt: 'X' });
    expect((await of('c.svg')).problem).toMatch(/needs the package sharp: install it/);
    expect(await of('none')).toEqual({ picture: null, problem: null });
  });
});
