import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { postSources } from '../../../src/blog/import/post-sources.ts';
import { prepare } from '../../../src/index.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { sharedFolder } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { placed } from '../samples/place.ts';
import { samples } from '../samples/samples.ts';
import { wordpressSample } from '../samples/wordpress.ts';

import { imported } from './imported.ts';

describe('every source', () => {
  it('has a sample of what its system writes', () => {
    expect(samples.map(([name]) => name).sort()).toEqual(postSources.map(({ name }) => name).sort());
  });

  it.each(samples)('%s: its posts are imported, and the rest is skipped', async (name, sample) => {
    const { posts, leftOut, events, summary } = await imported(placed(sample.files, sample.input));
    expect(events).toContainEqual(expect.objectContaining({ type: 'source', source: name }));
    expect(posts).toEqual(sample.posts);
    expect(leftOut).toEqual(sample.leftOut);
    expect(summary.written).toBe(Object.keys(sample.posts).length);
    const leftOutCount = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
    expect(summary.seen).toBe(summary.written + summary.there + leftOutCount);
    for (const { reason } of summary.skipped) expect(reason).toMatch(/^.*[.…]$/i);
  });

  it.each([
    [
      '2019-03-10T08:30:00+25:00',
      'the time zone "+25:00" of the date "2019-03-10T08:30:00+25:00" is unknown and was left out.',
    ],
    ['2019-02-30', 'the date "2019-02-30" could not be read.'],
  ])('reports what could not be read of the date %s', async (date, note) => {
    const file = placed(
      { 'posts.jsonl': `${JSON.stringify({ title: 'Tea', date, body: 'It sings.' })}\n` },
      'posts.jsonl',
    );
    const { events } = await imported(file);
    expect(events).toContainEqual({ type: 'note', path: `${file}, line 1`, note: `${file}, line 1: ${note}` });
  });

  const archives = postSources.filter(({ kind }) => kind === 'archive').map(({ name }) => name);
  it.each(archives)('%s: files beside its posts are counted', async (name) => {
    const { files, input, leftOut: before } = Object.fromEntries(samples)[name];
    const strays = { 'pictures/a.png': 'x', 'pictures/b.PNG': 'x', 'c.csv': 'x', LICENSE: 'x' };
    const packed = Object.entries(files).map(([file, content]) =>
      typeof content === 'string' ? [file, content] : [file, { zip: { ...content.zip, ...strays } }],
    );
    const { leftOut } = await imported(
      placed({ ...Object.fromEntries(packed), ...(input === '' ? strays : {}) }, input),
    );
    expect(leftOut).toEqual({ ...before, 'other file': (before['other file'] ?? 0) + 4 });
  });

  it.each(samples)('%s: its files, read again, give the same posts', async (_, sample) => {
    const first = await imported(placed(sample.files, sample.input));
    const again = await imported(first.out);
    expect(again.posts).toEqual(first.posts);
  });

  it.each(samples)('%s can be prepared as it is', async (_, sample) => {
    const training = async (path: string) => {
      const out = join(temporaryFolder(), 'training.txt');
      for await (const _ of prepare({ posts: [path], out }, { countTokens: (text) => text.length }));
      return readFileSync(out, 'utf8').split('<|endoftext|>\n').sort();
    };
    const source = placed(sample.files, sample.input);
    const { out } = await imported(source);
    const words = (texts: string[]) => texts.map((text) => text.replace(/\s+/g, ' ')).filter((text) => text !== '');
    expect(words(await training(source))).toEqual(words(await training(out)));
  });
});

describe('an import', () => {
  it('overwrites nothing, and writes nothing twice', async () => {
    const { files, input } = wordpressSample;
    const source = placed(files, input);
    const { out, posts } = await imported(source);
    writeFileSync(join(out, '2021-03-14-descaling.md'), 'mine');
    const again = await imported(source, { out });
    expect(again.summary).toMatchObject({ written: 1, there: 1 });
    expect(again.posts).toEqual({
      ...posts,
      '2021-03-14-descaling.md': 'mine',
      '2021-03-14-descaling-2.md': posts['2021-03-14-descaling.md'],
    });
  });

  it('gives posts with the same name separate files, in order', async () => {
    const texts = Array.from({ length: 40 }, (_, i) => `text ${i}`);
    const rows = texts.map((text) => JSON.stringify({ title: 'Same', text }));
    const { posts } = await imported(placed({ 'a.jsonl': rows.join('\n') }, 'a.jsonl'));
    expect(posts['same.md']).toMatch(/text 0\n$/);
    for (let i = 1; i < texts.length; i++) expect(posts[`same-${i + 1}.md`]).toMatch(new RegExp(`text ${i}\\n$`));
  });

  it('includes drafts on request, and marks them in the file', async () => {
    const { files, input } = wordpressSample;
    const { posts, leftOut } = await imported(placed(files, input), { drafts: true });
    expect(leftOut.draft).toBeUndefined();
    expect(posts['2021-03-14-soon.md']).toContain('\ndraft: true\n');
  });

  it('keeps text in an export that looks like a template', async () => {
    const text = 'Write `{{ title }}` and {% include x %} there.';
    const { posts } = await imported(placed({ 'a.jsonl': JSON.stringify({ text }) }, 'a.jsonl'));
    expect(posts).toEqual({ 'post.md': `${text}\n` });
  });

  it('makes names that are valid on every file system', async () => {
    const titles = ['../../etc/passwd', 'Приве́т, мир', 'a'.repeat(300), 'ё'.repeat(300), '???'];
    const rows = titles.map((title) => JSON.stringify({ title, text: title, date: '2020-01-02' }));
    const { posts } = await imported(placed({ 'a.jsonl': rows.join('\n') }, 'a.jsonl'));
    const names = Object.keys(posts).sort();
    expect(names).toHaveLength(titles.length);
    expect(names).toContain('2020-01-02-etc-passwd.md');
    expect(names).toContain('2020-01-02-post.md');
    for (const name of names) expect(Buffer.byteLength(name)).toBeLessThan(240);
  });
});

describe('the folder of a site', () => {
  const hugoFiles = { 'hugo.toml': '', 'content/posts/a.md': 'One.', 'content/about.md': 'Two.' };

  it('is read as plain files with --site none', async () => {
    expect(Object.keys((await imported(placed(hugoFiles), { site: 'none' })).posts).sort()).toEqual([
      'a.md',
      'about.md',
    ]);
    expect(Object.keys((await imported(placed(hugoFiles))).posts)).toEqual(['a.md']);
  });

  it('is the site that --site names', async () => {
    const files = { '_posts/2020-01-02-a.md': 'One.', 'hugo.toml': '', 'content/posts/b.md': 'Two.' };
    expect(Object.keys((await imported(placed(files), { site: 'jekyll' })).posts)).toEqual(['2020-01-02-a.md']);
    // @ts-expect-error: a misspelt name is an error for TypeScript too.
    await expect(imported(placed(files), { site: 'jekyl' })).rejects.toThrow(SettingFault);
  });

  it('is read whole, with a note, if it has none of the usual folders', async () => {
    const { posts, events } = await imported(placed({ '.eleventy.js': '', 'words/a.md': 'One.' }));
    expect(Object.keys(posts)).toEqual(['a.md']);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'note', note: expect.stringMatching(/all of it is read/) }),
    );
  });

  it('of Jekyll may keep its texts in collections', async () => {
    const config = 'collections_dir: sets\ncollections:\n  essays:\n    output: true\n';
    const { posts } = await imported(placed({ '_config.yml': config, 'sets/_essays/a.md': 'One.', 'b.md': 'Two.' }));
    expect(Object.keys(posts)).toEqual(['a.md']);
  });
});

describe('the address in the front matter of a post', () => {
  it.each([
    ['of Hugo', { 'hugo.toml': '' }, 'content/posts/a.md', 'url = "/2019/an-ode/"', ['url: "/2019/an-ode/"']],
    ['in capitals', { 'hugo.toml': '' }, 'content/posts/a.md', 'URL = "/an-ode/"', ['url: "/an-ode/"']],
    [
      'of Jekyll',
      { '_config.yml': '' },
      '_posts/2019-01-02-a.md',
      'permalink: /:year/ode/',
      ['permalink: "/:year/ode/"'],
    ],
    ['both', {}, 'a.md', 'url: /b/\npermalink: "/c: d/"', ['url: "/b/"', 'permalink: "/c: d/"']],
    ['that a template makes', { '.eleventy.js': '' }, 'posts/a.md', 'permalink: "/{{ page.fileSlug }}/"', []],
    ['no text', {}, 'a.md', 'url: [a]\npermalink: 3', []],
  ])('%s', async (_, site, path, line, kept) => {
    const mark = line.includes(' = ') ? '+++' : '---';
    const { posts, out } = await imported(placed({ ...site, [path]: `${mark}\n${line}\n${mark}\nText.\n` }));
    const [text] = Object.values(posts);
    expect(text.match(/^(?:url|permalink):.*$/gm) ?? []).toEqual(kept);
    expect((await imported(out)).posts).toEqual(posts);
  });
});

describe('braces in text', () => {
  it.each([
    [
      'Jekyll',
      { '_config.yml': '', '_posts/2020-01-01-a.md': 'It is {% raw %}{{ title }}{% endraw %}.' },
      'It is {{ title }}.',
    ],
    [
      'Hugo',
      { 'hugo.toml': '', 'content/posts/a.md': '---\ndate: 2020-01-01\n---\nIt is {{ .Title }}.\n\n    {{ end }}' },
      'It is {{ .Title }}.\n\n    {{ end }}',
    ],
    [
      'Astro',
      { 'astro.config.mjs': '', 'src/content/blog/a.md': '---\ndate: 2020-01-01\n---\nIt is {{ x }}.' },
      'It is {{ x }}.',
    ],
  ])('in a post of %s stay text, however often it is imported', async (_, files, body) => {
    const first = await imported(placed(files));
    expect(first.posts).toEqual({
      '2020-01-01-a.md': `---\ndate: 2020-01-01\nrender_with_liquid: false\n---\n\n${body}\n`,
    });
    expect((await imported(first.out)).posts).toEqual(first.posts);
  });

  it('in an export stay text, however often it is imported', async () => {
    const text = 'Write {{ title }} and {% include x %} there.';
    const first = await imported(placed({ 'a.jsonl': JSON.stringify({ title: 'A', text }) }, 'a.jsonl'));
    expect(first.posts).toEqual({ 'a.md': `---\ntitle: "A"\nrender_with_liquid: false\n---\n\n${text}\n` });
    expect((await imported(first.out)).posts).toEqual(first.posts);
  });
});

describe('a site whose Markdown is MDX', () => {
  it('reports an invalid post once', async () => {
    const { posts, events } = await imported(
      placed({ 'docusaurus.config.js': '', 'blog/2020-01-01-a.md': 'One {two' }),
    );
    expect(Object.keys(posts)).toEqual(['2020-01-01-a.md']);
    expect(events.filter(({ type }) => type === 'note')).toEqual([
      expect.objectContaining({ note: expect.stringMatching(/is not valid MDX/) }),
    ]);
  });
});

/** The prose or HTML of a Markdown text. */
function outsideCode(markdown: string): string {
  const textOf = (node: { type: string; value?: string; children?: unknown[] }): string => {
    if (node.type === 'text' || node.type === 'html') return node.value ?? '';
    return ((node.children ?? []) as (typeof node)[]).map(textOf).join('\n');
  };
  return textOf(unified().use(remarkParse).parse(markdown));
}

const blog = sharedFolder('blogs/18f/posts');

describe.skipIf(blog === null)('the blog of 18F, laid out as a site', () => {
  const layouts = [
    ['Jekyll', '_config.yml', '_posts', 'about.md', /\{%|\{\{|<iframe|<script|\uE000/],
    // The posts are made for Eleventy, so Hugo does not process their tags.
    ['Hugo', 'hugo.toml', 'content/posts', 'content/about.md', /<iframe|<script|\uE000/],
  ] as const;

  it.each(layouts)(
    'imports completely, as %s',
    async (generator, configuration, folder, page, left) => {
      const site = placed({ [configuration]: '', [page]: '---\ntitle: About\n---\nUs.\n' });
      mkdirSync(join(site, folder), { recursive: true });
      cpSync(blog!, join(site, folder), { recursive: true });
      const { events, summary, posts, leftOut } = await imported(site);
      expect(events[0]).toMatchObject({ type: 'source', source: `a ${generator} site` });
      expect(leftOut).toEqual(generator === 'Jekyll' ? { page: 1, 'other file': 1 } : { page: 1 });
      expect(summary.written).toBe(60);
      for (const [name, text] of Object.entries(posts)) {
        expect(name).toMatch(/^\d{4}-\d{2}-\d{2}-[\p{L}\p{N}_.-]+\.md$/u);
        expect(text, name).toMatch(/^---\ntitle: ".+"\ndate: \d{4}-/);
        const body = text.slice(text.indexOf('\n---\n') + 5);
        // One post shows two braces in a raw block.
        const marks = outsideCode(body).replaceAll('{{ }}', '');
        expect(marks, name).not.toMatch(left);
      }
    },
    120_000,
  );
});

describe('a repository with a site below it', () => {
  const site = {
    'website/docusaurus.config.js': '',
    'website/blog/2020-01-02-a.md': 'One.',
    'packages/x/notes.md': 'Two.',
  };

  it('is read as that site, which is reported', async () => {
    const { events, posts } = await imported(placed({ ...site, 'README.md': 'Three.', 'CONTRIBUTING.md': 'Four.' }));
    expect(Object.keys(posts)).toEqual(['2020-01-02-a.md']);
    expect(events[0]).toMatchObject({
      type: 'source',
      path: expect.stringMatching(/website$/),
      source: 'a Docusaurus site',
    });
  });

  it('is read whole if it has posts itself, or with --site none', async () => {
    expect(Object.keys((await imported(placed({ ...site, 'b.md': 'Three.' }))).posts)).toHaveLength(3);
    expect(Object.keys((await imported(placed(site), { site: 'none' })).posts)).toHaveLength(2);
  });

  it('is read whole if the apparent site has no posts', async () => {
    expect(Object.keys((await imported(placed({ 'docs/_config.yml': '', 'docs/a.md': 'One.' }))).posts)).toEqual([
      'a.md',
    ]);
  });
});
