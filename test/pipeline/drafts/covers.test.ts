import { describe, expect, it } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { CoverFormatFault, openCovers, pathOfCover, requireCoverFormat } from '../../../src/pipeline/drafts/covers.ts';
import { drawPictures } from '../../../src/pipeline/drafts/draw-pictures.ts';
import { memoryProject } from '../../../src/pipeline/memory-project.ts';
import type { PictureConverter } from '../../../src/project/picture-tools.ts';
import type { Project } from '../../../src/project/project.ts';
import { png } from '../../pictures.ts';

const RED = png(1000, 400, [200, 40, 30], [240, 200, 190]);
const BLUE = png(1000, 400, [30, 60, 200], [190, 200, 240]);

/** A converter that says what it was asked for. */
const converter: PictureConverter = {
  encode: async (svg, format) => new TextEncoder().encode(`${format} of ${svg.slice(0, 4)}`),
  pixels: async () => [[30, 200, 60]],
};

interface Blog {
  readonly project: Project;
  readonly posts: ReturnType<typeof readPost>[];
}

function blogWith(extension: string, picture: Uint8Array | string, { hasConverter = false, more = {} } = {}): Blog {
  const names = ['rope', 'clock'];
  const texts = names.map(
    (name, i) =>
      [
        `/site/posts/${name}.md`,
        `---\ntitle: ${name}\ndate: 2026-01-0${i + 1}\nimage: /img/${name}${extension}\n---\nText.\n`,
      ] as const,
  );
  const files = {
    ...Object.fromEntries(texts),
    ...(picture === ''
      ? {}
      : Object.fromEntries(names.map((name) => [`/site/static/img/${name}${extension}`, picture]))),
    ...more,
  };
  const project = memoryProject({ files });
  const pictures = { open: async () => (hasConverter ? converter : null), howToInstall: 'install it' };
  return { project: { ...project, pictures }, posts: texts.map(([path, text]) => readPost(path, text)) };
}

async function covers({ project, posts }: Blog, cover: 'auto' | 'none' | 'svg' | 'png' | 'webp' | 'jpg' = 'auto') {
  const opened = await openCovers(project, posts, { cover, posts: ['/site/posts'] });
  const planned = [...opened.habits.fields.map(({ form }) => form), ...opened.habits.unnamed].map((form) => ({
    folder: form.folder,
    name: form.name.replace('{slug}', 'tea') + form.extension,
    size: form.size,
  }));
  const drawn = await drawPictures(project.files, opened, 'tea', planned, '/site/drafts/tea.md');
  const pictures = drawn.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)] as const);
  return { notices: opened.notices, pictures };
}

describe('covers', () => {
  it('are drawn in the place, format and ratio of the pictures that the newest posts have', async () => {
    const { notices, pictures } = await covers(blogWith('.svg', '<svg width="1000" height="400" fill="#c82"></svg>'));
    expect(notices).toEqual([]);
    expect(pictures).toEqual([['site/static/img/tea.svg', expect.stringContaining('viewBox="0 0 1000 400"')]]);
  });

  it('are not drawn where the posts have none, or by setting', async () => {
    const plain = blogWith('.png', RED);
    const posts = plain.posts.map(({ source }) => readPost(source, '---\ntitle: T\ndate: 2026-01-01\n---\nText.\n'));
    expect(await covers({ ...plain, posts })).toEqual({ notices: [], pictures: [] });
    expect(await covers(blogWith('.png', RED), 'none')).toEqual({ notices: [], pictures: [] });
  });

  it.each([
    ['.png', 'site/static/img/tea.png', 'png of <svg'],
    ['.webp', 'site/static/img/tea.webp', 'webp of <svg'],
    ['.jpg', 'site/static/img/tea.jpg', 'jpg of <svg'],
    ['.JPEG', 'site/static/img/tea.JPEG', 'jpg of <svg'],
    ['.gif', 'site/static/img/tea.png', 'png of <svg'],
  ])('are in pixels with the package for that: %s', async (extension, path, content) => {
    expect(await covers(blogWith(extension, RED, { hasConverter: true }))).toEqual({
      notices: [],
      pictures: [[path, content]],
    });
  });

  it('are SVG without the package, and that is said', async () => {
    const { notices, pictures } = await covers(blogWith('.png', RED));
    expect(pictures).toEqual([['site/static/img/tea.svg', expect.stringContaining('<svg')]]);
    expect(notices).toEqual([expect.stringMatching(/pictures in png; new ones are drawn as svg.*sharp: install it/)]);
    expect((await covers(blogWith('.png', RED), 'svg')).notices).toEqual([]);
  });

  it('are in a format that was asked for, or refused before anything is done', async () => {
    const with_ = blogWith('.svg', '<svg width="9" height="9"/>', { hasConverter: true });
    expect((await covers(with_, 'webp')).pictures[0]).toEqual(['site/static/img/tea.webp', 'webp of <svg']);
    const posts = ['/site/posts'];
    await expect(requireCoverFormat(with_.project, { cover: 'png', posts })).resolves.toBeUndefined();
    const without = blogWith('.png', RED).project;
    await expect(requireCoverFormat(without, { cover: 'png', posts })).rejects.toThrow(CoverFormatFault);
    for (const cover of ['auto', 'none', 'svg'] as const) {
      await expect(requireCoverFormat(without, { cover, posts })).resolves.toBeUndefined();
    }
  });

  it('are not drawn where the pictures are not on this disk, and that is said', async () => {
    const { notices, pictures } = await covers(blogWith('.png', ''));
    expect(pictures).toEqual([]);
    expect(notices).toEqual([
      expect.stringMatching(/image were not found, such as \/img\/clock\.png in \/site\/posts\/clock\.md/),
    ]);
  });

  it("have the colours of the blog's pictures; in formats that cannot be read, those of its style sheets", async () => {
    const colours = async (blog: Blog) => (await covers(blog, 'svg')).pictures[0][1].match(/#[0-9a-f]{6}/g)!.join();
    const [red, blue] = [await colours(blogWith('.png', RED)), await colours(blogWith('.png', BLUE))];
    expect(red).not.toBe(blue);
    const unread = await colours(blogWith('.jpg', 'unreadable'));
    const styled = blogWith('.jpg', 'unreadable', { more: { '/site/static/css/site.css': 'a { color: #c8281e }' } });
    expect(await colours(styled)).not.toBe(unread);
    const framework = {
      '/site/static/css/bootstrap.css': 'a { color: #c8281e }',
      '/site/static/site.css': 'a { color: #888 }',
    };
    expect(await colours(blogWith('.jpg', 'unreadable', { more: framework }))).toBe(unread);
    expect(await colours(blogWith('.jpg', 'readable', { hasConverter: true }))).not.toBe(unread);
  });

  it('next to a draft are in its folder', () => {
    const picture = { folder: null, name: 'img/tea.svg', size: null };
    expect(pathOfCover(picture, 'drafts/tea.md')).toBe('drafts/img/tea.svg');
    expect(pathOfCover({ ...picture, folder: '/site/static' }, 'drafts/tea.md')).toBe('/site/static/img/tea.svg');
  });
});
