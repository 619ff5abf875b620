import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FormField } from '../../../src/blog/drafts/blog-form.ts';
import { learnForm } from '../../../src/blog/drafts/learn-form.ts';
import { writeDraft } from '../../../src/blog/drafts/write-draft.ts';
import type { RequiredKey } from '../../../src/blog/import/sites/astro-schema.ts';
import type { Post } from '../../../src/blog/posts/post.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

const exampleFolder = new URL('../../../examples/blog/_articles/', import.meta.url);

function examplePosts(): Post[] {
  return readdirSync(exampleFolder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => readPost(name, readFileSync(new URL(name, exampleFolder), 'utf8')));
}

/** Posts with this front matter, oldest first. */
function blog(...posts: readonly (readonly [source: string, frontMatter: string])[]): Post[] {
  return posts.map(([source, frontMatter]) => readPost(source, `${frontMatter}\nBody.\n`));
}

function field<H extends FormField['holds']>(fields: readonly FormField[], holds: H): FormField & { holds: H } {
  const found = fields.find((some) => some.holds === holds);
  if (found === undefined) throw new Error(`no field for ${holds}`);
  return found as FormField & { holds: H };
}

describe('learnForm', () => {
  it('learns the form of the example blog', () => {
    const form = learnForm(examplePosts());
    expect(form.delimiter).toBe('yaml');
    expect(form.fields).toEqual([
      { holds: 'title', key: 'title', quote: 'double' },
      {
        holds: 'date',
        key: 'date',
        quote: 'none',
        style: { pattern: 'YYYY-MM-DD HH:mm:ss ZZZZ', offsetMinutes: expect.any(Number) },
      },
      { holds: 'categories', key: 'category', quote: 'none', shape: 'commas', indent: '' },
      { holds: 'tags', key: 'tags', quote: 'none', shape: 'flow', indent: '' },
    ]);
    expect(form.blankLineBeforeBody).toBe(false);
    expect(form.fileName).toEqual({
      dateFolders: '',
      afterDate: '-',
      inOwnFolder: false,
      extension: '.md',
      offsetMinutes: expect.any(Number),
    });
    expect(form.templates).toBe('liquid');
    expect(form.categories.map(({ category }) => category).toSorted()).toEqual(['development', 'life', 'projects']);
    expect(form.tags[0].posts).toBeGreaterThan(1);
  });

  it('takes order, quotes and dates from the newest post, wherever it is in the list', () => {
    const form = learnForm(
      blog(
        [
          '2020-03-01-c.md',
          "---\nlayout: post\ndate: '2020-03-01T10:00:00+02:00'\ntitle: 'C'\ntags:\n  - x\n  - 'y'\n---",
        ],
        ['2019-01-01-a.md', '---\ntitle: A\ndate: 2019-01-01\n---'],
      ),
    );
    expect(form.fields).toEqual([
      { holds: 'constant', key: 'layout', text: 'layout: post' },
      {
        holds: 'date',
        key: 'date',
        quote: 'single',
        style: { pattern: 'YYYY-MM-DDTHH:mm:ssZZ:ZZ', offsetMinutes: 120 },
      },
      { holds: 'title', key: 'title', quote: 'single' },
      { holds: 'tags', key: 'tags', quote: 'none', shape: 'block', indent: '  ' },
    ]);
  });

  it('recognises keys in any spelling, and keeps it', () => {
    const form = learnForm(
      blog(
        [
          'content/b.md',
          '---\nTitle: "B"\nPubDatetime: 2020-02-01T08:00:00Z\nTags: [x]\nDraft: false\nLayout: post\n---',
        ],
        ['content/a.md', '---\ntitle: A\npubDatetime: 2020-01-01T08:00:00Z\ntags: [x]\n---'],
      ),
    );
    expect(form.fields.map(({ holds, key }) => [holds, key])).toEqual([
      ['title', 'Title'],
      ['date', 'PubDatetime'],
      ['tags', 'Tags'],
      ['constant', 'Layout'],
    ]);
  });

  it('writes dates under the key for the publication date', () => {
    const heads = [3, 2, 1].map((day): readonly [string, string] => [
      `${day}.md`,
      `---\ncreated: 2020-01-0${day}\nupdated: 2021-01-0${day}\ntitle: T\nposted: true\ndate: 2020-02-0${day}\n---`,
    ]);
    expect(learnForm(blog(...heads)).fields.map(({ key }) => key)).toEqual(['title', 'date']);
  });

  it.each([
    ['---json\n{"title": "A", "date": "2020-01-01"}\n---', '---json\n{\n  "title": "Tea",\n', '\n}\n---\n'],
    ['---js\n{title: "A", date: "2020-01-01"}\n---', '---js\n{\n  "title": "Tea",\n', '\n}\n---\n'],
    ['---toml\ntitle = "A"\ndate = 2020-01-01\n---', '---toml\ntitle = "Tea"\n', '\n---\n'],
    [';;;\n"title": "A",\n"date": "2020-01-01"\n;;;', ';;;\n"title": "Tea",\n', '\n;;;\n'],
    ['{"title": "A", "date": "2020-01-01"}', '{\n  "title": "Tea",\n', '\n}\n'],
    ['+++\ntitle = "A"\ndate = 2020-01-01\n+++', '+++\ntitle = "Tea"\n', '\n+++\n'],
    ['---yaml\ntitle: "A"\ndate: 2020-01-01\n---', '---\ntitle: "Tea"\n', '\n---\n'],
  ])('writes a draft between marks such as those of %j', (head, start, end) => {
    const draft = { title: 'Tea', body: 'Some tea.', categories: [], tags: [], complete: true };
    const date = new Date('2026-07-01T07:00:00Z');
    const { content } = writeDraft(draft, learnForm(blog(['a.md', head])), { date, takenSlugs: new Set() });
    expect(content.startsWith(start), content).toBe(true);
    expect(content).toContain(`${end}Some tea.`);
    expect(readPost('t.md', content)).toMatchObject({ title: 'Tea', date: { iso: '2026-07-01' }, generated: true });
  });

  it('adds keys at the end that the newest post lacks and most have', () => {
    const head = (day: number, more: string): readonly [string, string] => [
      `${day}.md`,
      `---\ntitle: T${day}\ndate: 2020-01-0${day}\n${more}---`,
    ];
    const form = learnForm(blog(head(1, 'tags: [a]\n'), head(2, 'tags: [a, b]\nodd: 1\n'), head(3, '')));
    expect(form.fields.map(({ key }) => key)).toEqual(['title', 'date', 'tags']);
  });

  it('copies values that all posts share, and none that describe a single post', () => {
    const post = (day: number): readonly [string, string] => [
      `${day}.md`,
      `---\nlayout: post\ntitle: T${day}\nauthor:\n  name: Edie\nmath: true\npermalink: /same/\nimage: same.png\ndraft: false\nmood: ${day}\n---`,
    ];
    const keys = (count: number): string[] =>
      learnForm(blog(...[1, 2, 3].slice(0, count).map(post))).fields.map(({ key }) => key);
    expect(keys(3)).toEqual(['layout', 'title', 'author', 'math']);
    expect(keys(1)).toEqual(['layout', 'title', 'author']);
    expect(field(learnForm(blog(post(1))).fields.slice(2), 'constant').text).toBe('author:\n  name: Edie');
  });

  it('does not copy an entry that refers to another one', () => {
    const post = (n: number): readonly [string, string] => [
      `${n}.md`,
      `---\ntitle: ${n}\nby: &me Edie\nauthor: *me\n---`,
    ];
    expect(learnForm(blog(post(1), post(2), post(3))).fields.map(({ key }) => key)).toEqual(['title', 'by']);
  });

  it('learns TOML, JSON and file names', () => {
    const toml = learnForm(
      blog([
        'content/blog/a/index.md',
        '+++\ntitle = \'A\'\ndate = 2020-01-01T10:00:00Z\ntags = ["x"]\n[params]\n  a = 1\n+++',
      ]),
    );
    expect(toml.delimiter).toBe('toml');
    expect(toml.fileName).toEqual({
      dateFolders: '',
      afterDate: null,
      inOwnFolder: true,
      extension: '.md',
      offsetMinutes: 0,
    });
    expect(toml.templates).toBe('shortcodes');
    expect(toml.fields).toEqual([
      { holds: 'title', key: 'title', quote: 'single' },
      { holds: 'date', key: 'date', quote: 'none', style: { pattern: 'YYYY-MM-DDTHH:mm:ssZ', offsetMinutes: 0 } },
      { holds: 'tags', key: 'tags', quote: 'double', shape: 'flow', indent: '' },
    ]);
    const json = learnForm(blog(['a.mdx', '{ "title": "A", "pubDate": "Jul 08 2022", "tags": ["x"] }']));
    expect(json.delimiter).toBe('json');
    expect(json.fileName.extension).toBe('.mdx');
    expect(json.templates).toBe('mdx');
    expect(field(json.fields, 'date')).toMatchObject({ key: 'pubDate', style: { pattern: 'MMM DD YYYY' } });
  });

  it.each([
    ['categories: life work', 'spaces'],
    ['categories: life, work', 'commas'],
    ['category: life and work', 'commas'],
    ['categories: [life]', 'flow'],
    ['categories:\n- life', 'block'],
  ])('%j is written with %s', (entry, shape) => {
    expect(field(learnForm(blog(['a.md', `---\ntitle: A\n${entry}\n---`])).fields, 'categories').shape).toBe(shape);
  });

  it.each(['description', 'summary', 'excerpt', 'teaser'])('a %s is written if most posts have one', (key) => {
    const without: readonly [string, string] = ['2.md', '---\ntitle: B\n---'];
    const withOne: readonly [string, string] = ['1.md', `---\ntitle: A\n${key}: "About A"\n---`];
    expect(learnForm(blog(withOne)).fields.map(({ holds }) => holds)).toEqual(['title', 'summary']);
    expect(learnForm(blog(withOne, without)).fields.map(({ holds }) => holds)).toEqual(['title']);
    expect(learnForm(blog(withOne, withOne, without)).fields.map(({ holds }) => holds)).toEqual(['title', 'summary']);
  });

  it.each([
    ['readingTime: 5', { quote: null, before: '', after: '' }],
    ['reading_time: "5 min read"', { quote: 'double', before: '', after: ' min read' }],
    ['minutes: about 3 minutes', { quote: 'none', before: 'about ', after: ' minutes' }],
  ])('%j is a reading time', (entry, expected) => {
    const { fields, wordsPerMinute } = learnForm(
      blog(['a.md', `---\ntitle: A\n${entry}\n---\n${'word '.repeat(999)}`]),
    );
    expect(fields[1]).toEqual({ holds: 'reading time', key: entry.split(':')[0], ...expected });
    expect(wordsPerMinute).toBe(1000 / Number(/\d/.exec(entry)![0]));
  });

  it.each([
    ['blog/2020/one.md', 'YYYY'],
    ['blog/2020/03/one/index.md', 'YYYY/MM'],
    ['blog/2020/03/01/one.md', 'YYYY/MM/DD'],
    ['blog/2019/one.md', ''],
    ['blog/one.md', ''],
  ])('%s is in the date folders %j', (source, folders) => {
    expect(learnForm(blog([source, '---\ntitle: A\ndate: 2020-03-01\n---'])).fileName.dateFolders).toBe(folders);
  });

  it('takes from the site what its generator executes', () => {
    const post: readonly [string, string] = ['_posts/2020-01-01-a.md', '---\nlayout: post\ntitle: A\n---'];
    const site = { templates: { md: 'nunjucks', mdx: 'mdx' }, required: [] } as const;
    expect(learnForm(blog(post), site).templates).toBe('nunjucks');
    expect(learnForm(blog(['a.mdx', '---\ntitle: A\n---']), site).templates).toBe('mdx');
  });

  it('writes the keys that the site requires, with the posts’ usual values or ones its schema accepts', () => {
    const posts = blog(
      ['1.md', '---\ntitle: A\nhero: ./a.png\nauthor: Edie\nmood: 1\n---'],
      ['2.md', '---\ntitle: B\nhero: ./b.png\nauthor: Anselm\n---'],
      ['3.md', '---\ntitle: C\nhero: ./b.png\nauthor: Edie\n---'],
    );
    const required = [
      ...[
        { key: 'title', kind: 'text' },
        { key: 'description', kind: 'text' },
        { key: 'pubDate', kind: 'date' },
      ],
      ...[
        { key: 'hero', kind: 'other' },
        { key: 'author', kind: 'text' },
        { key: 'shown', kind: 'boolean' },
      ],
      ...[
        { key: 'list', kind: 'list' },
        { key: 'order', kind: 'number' },
        { key: 'cover', kind: 'other' },
      ],
    ].map((one) => ({ choices: [], ...one })) as RequiredKey[];
    const choice: RequiredKey = { key: 'kind', kind: 'choice', choices: ['note', 'essay'] };
    const templates = { md: 'none', mdx: 'mdx' } as const;
    const { fields } = learnForm(posts, { templates, required: [...required, choice] });
    expect(
      fields.map((field) => (field.holds === 'constant' ? field.text : `${field.key} holds ${field.holds}`)),
    ).toEqual([
      'title holds title',
      'description holds summary',
      'pubDate holds date',
      'hero: ./b.png',
      'author: Edie',
      'shown: false',
      'list: []',
      'order: 0',
      'kind: "note"',
    ]);
    const ofAll = learnForm(posts, { templates, required: null }).fields.map(({ key }) => key);
    expect(ofAll).toEqual(['title', 'hero', 'author']);
  });

  it('does not learn from drafts and generated posts', () => {
    const form = learnForm(
      blog(
        ['1.md', '---\ntitle: "A"\ndate: 2020-01-01\n---'],
        ['2.md', '---\ntitle: B\ndate: 2021-01-01\ndraft: true\n---'],
        ['3.md', '---\ntitle: C\ndate: 2022-01-01\ngenerated: true\n---'],
      ),
    );
    expect(field(form.fields, 'title').quote).toBe('double');
  });

  it('without front matter, or without posts, is YAML with a title and a date', () => {
    for (const posts of [[], blog(['notes/one.txt', 'One'])]) {
      const form = learnForm(posts);
      expect(form.delimiter).toBe('yaml');
      expect(form.fields.map(({ holds }) => holds)).toEqual(['title', 'date']);
      expect(form.fileName.extension).toBe(posts.length === 0 ? '.md' : '.txt');
    }
  });
});
