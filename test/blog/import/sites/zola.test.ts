import { describe, expect, it } from 'vitest';
import { siteIn } from '../../../../src/blog/import/post-sources.ts';
import { zola } from '../../../../src/blog/import/sites/zola.ts';
import { folderOf, sitePosts } from './site-posts.ts';

const toml = (...lines: string[]) => `+++\n${lines.join('\n')}\n+++\n`;

const posts: readonly (readonly [what: string, path: string, text: string, post: string])[] = [
  ['front matter', 'blog/a.md', `${toml('title = "A"', 'date = 2020-01-02')}Text.`, 'a | 2020-01-02 | A | Text.'],
  [
    'a date with a time',
    'blog/a.md',
    `${toml('date = 2020-01-02T10:00:00Z')}Text.`,
    'a | 2020-01-02T10:00:00Z | Text.',
  ],
  ['YAML', 'blog/a.md', '---\ntitle: A\ndate: 2020-01-02\n---\nText.', 'a | 2020-01-02 | A | Text.'],
  [
    'taxonomies',
    'blog/a.md',
    `${toml('[taxonomies]', 'tags = ["x", "y"]', 'categories = ["Z"]', '[extra]', 'tags = ["no"]')}Text.`,
    'a | #x | #y | @Z | Text.',
  ],
  ['a draft', 'blog/a.md', `${toml('draft = true')}Text.`, 'a | draft | Text.'],
  ['a date in the name', 'blog/2019-03-10-a.md', `${toml()}Text.`, 'a | 2019-03-10 | Text.'],
  ['a date and an underscore in the name', 'blog/2019-03-10_a.md', `${toml()}Text.`, 'a | 2019-03-10 | Text.'],
  ['a time in the name', 'blog/2019-03-10T10:00:00Z-a.md', `${toml()}Text.`, 'a | 2019-03-10 | Text.'],
  ['a slug', 'blog/2019-03-10-a.md', `${toml('slug = "b"')}Text.`, 'b | 2019-03-10 | Text.'],
  ['a path', 'blog/a.md', `${toml('path = "old/place/b"')}Text.`, 'b | Text.'],
  ['a folder with its files', 'blog/a/index.md', `${toml()}Text.`, 'a | Text.'],
  ['a folder with a date', 'blog/2019-03-10-a/index.md', `${toml()}Text.`, 'a | 2019-03-10 | Text.'],
  ['a nested folder', 'blog/2019/a.md', `${toml()}Text.`, 'a | Text.'],
  ['a future date, which Zola shows', 'blog/a.md', `${toml('date = 2099-01-01')}Text.`, 'a | 2099-01-01 | Text.'],
  ['a translation', 'blog/a.fr.md', `${toml()}Texte.`, 'translation'],
  ['a dot in the name', 'blog/version-1.2.md', `${toml()}Text.`, 'version-1.2 | Text.'],
  ['a name that looks like a language', 'blog/a.de.md', `${toml()}Text.`, 'a.de | Text.'],
  ['no front matter', 'blog/a.md', 'Text.', 'no post'],
  ['a page', 'about.md', `${toml('title = "About"')}Text.`, 'page'],
  ['another section', 'projects/a.md', `${toml()}Text.`, 'page'],
];

const site = {
  'config.toml': 'base_url = "https://z.example"\n[languages.fr]\ntitle = "F"\n',
  'content/blog/_index.md': toml('sort_by = "date"'),
  'content/projects/_index.md': toml('title = "Projects"'),
};

describe('a file of a Zola site', () => {
  it.each(posts)('%s', async (_, path, text, post) => {
    const file = `content/${path}`;
    expect((await sitePosts(zola, { ...site, [file]: text }))[file]).toBe(post);
  });
});

describe('the sections of a Zola site', () => {
  const page = `${toml('date = 2020-01-02')}Text.`;
  it.each([
    [
      'sorted by date, with any name',
      { 'content/essays/_index.md': toml('sort_by = "date"'), 'content/essays/a.md': page, 'content/x/b.md': page },
      ['content/essays/a.md'],
    ],
    [
      'with a feed',
      {
        'content/essays/_index.md': '---\ngenerate_feeds: true\n---\n',
        'content/essays/a.md': page,
        'content/x/b.md': page,
      },
      ['content/essays/a.md'],
    ],
    [
      'by their names',
      { 'content/posts/a.md': page, 'content/x/b.md': page, 'content/x/c.md': page },
      ['content/posts/a.md'],
    ],
    [
      'the largest',
      { 'content/x/b.md': page, 'content/x/c.md': page, 'content/y/a.md': page },
      ['content/x/b.md', 'content/x/c.md'],
    ],
    [
      'only the root',
      { 'content/_index.md': toml('sort_by = "date"'), 'content/a.md': page, 'content/about.md': `${toml()}x` },
      ['content/a.md'],
    ],
  ])('%s', async (_, files: Record<string, string>, expected) => {
    const found = await sitePosts(zola, { 'config.toml': '', ...files });
    expect(Object.keys(found).filter((path) => found[path].endsWith('Text.'))).toEqual(expected);
  });
});

describe('a folder with config.toml and content', () => {
  const config = (text: string) => ({ 'config.toml': text, 'content/posts/a.md': '+++\n+++\nText.' });
  it.each<[string, string | null, Readonly<Record<string, string>>]>([
    ['with the address as Zola calls it', 'zola', config('base_url = "https://z.example"')],
    ['and a theme', 'zola', { ...config('theme = "after-dark"\nbase_url = "/"'), 'themes/after-dark/theme.toml': '' }],
    ['and static files', 'zola', { ...config('base_url="/"'), 'static/a.png': '' }],
    ['with the address as Hugo calls it', 'hugo', config('baseURL = "https://h.example"')],
    ['with the address as Hugo called it', 'hugo', { ...config('baseurl = "/"'), 'themes/a/theme.toml': '' }],
    ['with both', 'hugo', config('baseURL = "/"\nbase_url = "/"')],
    ['with neither', 'hugo', config('title = "A"')],
    ['with a table of that name', 'hugo', config('[base_url]\na = 1')],
    ['with the address in a table', 'hugo', config('[extra]\nbase_url = "/"')],
    ['that is broken', 'hugo', config('base_url = "/"\n[')],
    ['and a hugo.toml', 'hugo', { ...config('title = "A"'), 'hugo.toml': 'baseURL = "/"' }],
    ['of an Astro site', 'astro', { ...config('base_url = "/"'), 'astro.config.mjs': '' }],
    ['with templates, whatever it says', 'zola', { ...config(''), 'templates/page.html': '' }],
    ['but without content', null, { 'config.toml': 'base_url = "/"' }],
  ])('%s', async (_, id, files) => {
    const folder = folderOf(files);
    expect((await siteIn(folder, new Set(await folder.names(''))))?.id ?? null).toBe(id);
  });
});
