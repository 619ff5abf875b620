import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isAboutItsFolder, isSectionPage } from '../../../src/blog/posts/file-name.ts';
import { PostFault } from '../../../src/blog/posts/post-fault.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const exampleBlog = fileURLToPath(new URL('../../../examples/blog/_articles', import.meta.url));

function faultOf(source: string, text: string): PostFault {
  try {
    readPost(source, text);
  } catch (error) {
    if (error instanceof PostFault) return error;
    throw error;
  }
  throw new Error('It was read.');
}

describe('front matter', () => {
  it('is read as YAML, however long it is', () => {
    const post = readPost(
      'a.md',
      '---\ntitle: "Tea: a study"\ntags:\n  - kettles\n  - long mornings\nsummary: |\n  One\n  ---\n  two\n---\nBody\n',
    );
    expect(post).toMatchObject({ title: 'Tea: a study', tags: ['kettles', 'long mornings'], body: 'Body\n' });
    expect(post.frontMatter).toMatchObject({ delimiter: 'yaml', keys: ['title', 'tags', 'summary'] });
    expect(post.frontMatter.data.summary).toBe('One\n---\ntwo\n');
  });

  it('is read as TOML, with dates in the zone they were written in', () => {
    const post = readPost(
      'a.md',
      '+++\ntitle = "Tea"\ndate = 2020-01-02T03:04:05+02:00\ncategories = ["life"]\n[params]\ncups = 3\n+++\nBody',
    );
    expect(post).toMatchObject({ title: 'Tea', categories: ['life'], body: 'Body' });
    expect(post.date).toEqual({ iso: '2020-01-02T03:04:05+02:00', written: '2020-01-02T03:04:05+02:00' });
    expect(post.frontMatter).toMatchObject({ delimiter: 'toml', keys: ['title', 'date', 'categories', 'params'] });
    expect(post.frontMatter.data.params).toEqual({ cups: 3 });
  });

  it('is read as a JSON object, with braces in its strings', () => {
    const post = readPost('a.md', '{\n  "title": "Tea \\"{\\"",\n  "tags": ["a"]\n}\n\nBody {}\n');
    expect(post).toMatchObject({ title: 'Tea "{"', tags: ['a'], body: '\nBody {}\n' });
    expect(post.frontMatter).toMatchObject({ delimiter: 'json', keys: ['title', 'tags'] });
  });

  it('may have quoted text that continues at the left edge', () => {
    const post = readPost('a.md', `---\ntitle: "Tea:\na \\"study\\""\nby: 'it''s\n\nme'\n---\n`);
    expect(post.title).toBe('Tea: a "study"');
    expect(post.frontMatter.data.by).toBe("it's\nme");
    expect(faultOf('a.md', '---\ntitle: "Tea\nmore\nby: me\n---\n').message).toMatch(/YAML is broken/);
  });

  it('may follow a byte order mark, use CRLF and be closed by dots', () => {
    const post = readPost('a.md', '\uFEFF---\r\ntitle: Tea\r\n...\r\nOne\r\ntwo\r\n');
    expect(post).toMatchObject({ title: 'Tea', body: 'One\ntwo\n' });
    expect(post.frontMatter.raw).toBe('title: Tea\n');
  });

  it.each([
    ['begins further down', 'One.\n\n---\ntitle: Tea\n---\nBody'],
    ['is text between two rules further down', '\n---\nOnce upon a time: so it was\n---\nBody'],
    ['is text between two rules', '---\nOnce upon a time\n---\nthe end'],
    ['is one rule', '---\n\nOnce upon a time'],
    ['is Liquid at the top', '{% raw %}x{% endraw %}'],
    ['is a shortcode at the top', '{{< figure src="x" >}}'],
    ['is JSX at the top', '{/* note */}\nText'],
    ['is a table', '--- | ---\n'],
  ])('is not found if it %s', (_, text) => {
    const post = readPost('a.md', text);
    expect(post.frontMatter).toMatchObject({ delimiter: 'none', data: {}, keys: [], raw: '', before: '', after: '' });
    expect(post.body).toBe(text);
    expect(post.title).toBeNull();
  });

  it('may be empty', () => {
    expect(readPost('a.md', '---\n---\nBody')).toMatchObject({ title: null, body: 'Body' });
    expect(readPost('a.md', '---\n# nothing yet\n---\nBody')).toMatchObject({ title: null, body: 'Body' });
  });

  it('ends at its first closing line: a later --- is a rule', () => {
    expect(readPost('a.md', '---\ntitle: Tea\n---\nOne\n\n---\n\ntwo').body).toBe('One\n\n---\n\ntwo');
  });

  it.each([
    ['YAML', '---\ndate: 2020-01-02\ntitle: Tea: a study\n---\nBody', 3, /YAML is broken/],
    ['YAML with a list left open', '---\ntitle: Tea\ntags: [a, b\n---\nBody', 4, /YAML is broken/],
    ['TOML', '+++\ntitle = "Tea"\ndate = \n+++\n', 3, /TOML is broken/],
    ['JSON', '{\n"title": "Tea",\n"tags": ]\n}\n', 3, /JSON is broken/],
    ['YAML never closed', '---\ntitle: Tea\n\nBody', 1, /no closing ---/],
    ['TOML never closed', '+++\ntitle = "Tea"\n\nBody', 1, /no closing \+\+\+/],
    ['JSON never closed', '{\n"title": "Tea"\n\nBody', 1, /no closing }/],
  ])('that is broken %s is reported with file and line', (_, text, line, reason) => {
    const fault = faultOf('posts/tea.md', text);
    expect(fault.line).toBe(line);
    expect(fault.message).toMatch(new RegExp(`^posts/tea\\.md, line ${line}: `));
    expect(fault.message).toMatch(reason);
    expect(fault.message).toMatch(/\.$/);
  });
});

describe('a path', () => {
  it.each([
    ['blog/_posts/2019-03-10-the-tea-engine.md', 'the-tea-engine', '2019-03-10', false, '.md'],
    ['blog/_drafts/the-tea-engine.markdown', 'the-tea-engine', null, true, '.markdown'],
    ['content/posts/tea/index.md', 'tea', null, false, '.md'],
    ['content/posts/2019-3-1-tea/index.MDX', 'tea', '2019-03-01', false, '.mdx'],
    ['C:\\blog\\_posts\\2019-03-10-tea.md', 'tea', '2019-03-10', false, '.md'],
    ['2019-02-30-no-such-day.md', '2019-02-30-no-such-day', null, false, '.md'],
    ['version-1.2.txt', 'version-1.2', null, false, '.txt'],
    ['tea', 'tea', null, false, ''],
  ])('%s', (source, slug, day, draft, extension) => {
    const post = readPost(source, 'Body');
    expect(post).toMatchObject({ slug, draft, extension });
    expect(post.date?.iso ?? null).toBe(day);
  });

  it('is overridden by front matter', () => {
    const post = readPost('_posts/2019-03-10-tea.md', '---\nslug: engine\ndate: 2020-05-06 07:08:09 +0200\n---\n');
    expect(post.slug).toBe('engine');
    expect(post.date).toEqual({ iso: '2020-05-06T07:08:09+02:00', written: '2020-05-06 07:08:09 +0200' });
  });

  it('identifies section pages and files that describe their folder', () => {
    expect(['posts/_index.md', '_index.en.md', 'posts/index.md', 'my_index.md'].map(isSectionPage)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(['a/README.md', 'LICENSE.txt', 'a/read-me-first.md'].map(isAboutItsFolder)).toEqual([true, true, false]);
  });
});

describe('values of front matter', () => {
  it.each([
    ['categories: [life, long mornings]', ['life', 'long mornings']],
    ['categories: life projects', ['life', 'projects']],
    ['categories: life, long mornings', ['life', 'long mornings']],
    ['category: long mornings', ['long mornings']],
    ['category: life\ncategories: [life, tea]', ['life', 'tea']],
    ['categories:', []],
    ['categories: [2019]', ['2019']],
  ])('%j are categories', (yaml, categories) => {
    expect(readPost('a.md', `---\n${yaml}\n---\n`).categories).toEqual(categories);
  });

  it.each([
    ['draft: true', true],
    ['published: false', true],
    ['published: no', true],
    ['draft: false', false],
    ['published: true', false],
  ])('%s: draft is %s', (yaml, draft) => {
    expect(readPost('a.md', `---\n${yaml}\n---\n`).draft).toBe(draft);
  });

  it.each([
    ['date: 2019-03-10', '2019-03-10'],
    ['date: 2019-03-10 8:30', '2019-03-10T08:30:00'],
    ['date: 2019-03-10T06:30:00.123Z', '2019-03-10T06:30:00Z'],
    ['pubDate: Mar 10 2019', '2019-03-10'],
    ['pubDate: 10 March 2019', '2019-03-10'],
    ['date: Sun, 10 Mar 2019 08:30:00 +0200', '2019-03-10T08:30:00+02:00'],
    ['date: Sun, 10 Mar 2019 08:30:00 GMT', '2019-03-10T08:30:00Z'],
    ['date: 10 Mar 2019 08:30 EST', '2019-03-10T08:30:00-05:00'],
    ['date: Last Modified', null],
    ['date: 2019-13-10', null],
    ['date: 2019-03-10 25:00', null],
  ])('%s', (yaml, iso) => {
    expect(readPost('a.md', `---\n${yaml}\n---\n`).date?.iso ?? null).toBe(iso);
  });

  it.each([
    ['title: 1.10', '1.10'],
    ['title: 007', '007'],
    ['title: 1984', '1984'],
    ['title: "  "', null],
    ['title: [a]', null],
  ])('%s', (yaml, title) => {
    expect(readPost('a.md', `---\n${yaml}\n---\n`).title).toBe(title);
  });
});

describe('the example blog', () => {
  it('has 39 posts with title, date, category and tags', () => {
    const names = readdirSync(exampleBlog);
    const posts = names.map((name) => readPost(name, readFileSync(join(exampleBlog, name), 'utf8')));
    expect(posts).toHaveLength(39);
    for (const post of posts) {
      expect(post.title, post.source).not.toBeNull();
      expect(post.date?.iso.slice(0, 10)).toBe(post.source.slice(0, 10));
      expect(post.categories).toHaveLength(1);
      expect(post.tags.length).toBeGreaterThan(0);
      expect(post.draft).toBe(false);
    }
  });
});

it('reads a file name with line breaks as one name', () => {
  expect(readPost('posts/2020-01-02-a\nb.MD', 'x')).toMatchObject({ slug: 'a\nb', extension: '.md' });
});

it.each([
  ['---\ntitle: One\ndate: 2020-01-01\ntitle: Two\n---\nx', [['title', 4]]],
  ['---\ntags: [a]\n\ntags:\n  - b\ntags: c\n---\nx', [['tags', 6]]],
  ['---\ntitle: One\nmore:\n  title: Two\n# title: Three\n---\ntitle: x', []],
])('reports a key that occurs twice: %j', (text, reported) => {
  const { notes } = readPost('a.md', text);
  expect(notes.map(({ key, line }) => [key, line])).toEqual(reported);
  for (const { note } of notes) expect(note).toMatch(/^(?:title|tags) occurs more than once/);
});
