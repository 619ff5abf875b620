import { describe, expect, it, test } from 'vitest';
import { learnForm } from '../../../src/blog/drafts/learn-form.ts';
import type { Post } from '../../../src/blog/posts/post.ts';
import { PostFault } from '../../../src/blog/posts/post-fault.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { publishedFile } from '../../../src/blog/publishing/published-file.ts';

/** A draft published to a blog with these posts. */
function published(
  draft: string,
  posts: Readonly<Record<string, string>>,
  { name = 'q/tea.md', zone = 'Europe/Berlin' } = {},
) {
  const blog: Post[] = Object.entries(posts).map(([path, text]) => readPost(path, text));
  const takenSlugs = new Set(blog.map(({ slug }) => slug));
  const date = new Date('2026-07-01T07:00:00Z');
  return publishedFile(readPost(name, draft), learnForm(blog), { date, timeZone: zone, takenSlugs });
}

const jekyll = {
  '_posts/2026-01-02-cup.md': '---\nlayout: post\ntitle: Cup\ndate: 2026-01-02 09:00:00 +0100\n---\n\nA cup.\n',
};

describe('a published draft', () => {
  it('has a new date, in the blog’s form and the zone’s time, and no approval; the rest does not change', () => {
    const draft = [
      '---',
      '# my own remark',
      'layout: post',
      'title:   "Tea: a story"   # spaced',
      'date: 2020-01-01',
      'approved: true # by Ann',
      'approved_for: 2026-06-30',
      'tags:',
      '- a',
      '-   b',
      'generated: true',
      '---',
      '',
      'Some  tea.',
      '',
    ].join('\n');
    const file = published(draft, jekyll);
    expect(file.fileName).toBe('2026-07-01-tea.md');
    expect(file.content).toBe(
      draft
        .replace('date: 2020-01-01', 'date: 2026-07-01 09:00:00 +0200')
        .replace('approved: true # by Ann\napproved_for: 2026-06-30\n', ''),
    );
  });

  it('gets a date after its title if it had none', () => {
    expect(published('---\ntitle: Tea\napproved: yes\ntags: [a]\n---\nx\n', jekyll).content).toBe(
      '---\ntitle: Tea\ndate: 2026-07-01 09:00:00 +0200\ntags: [a]\n---\nx\n',
    );
  });

  it('stays in UTC if the blog writes UTC, in its name too', () => {
    const blog = { 'content/blog/2026-01-02-cup.md': '---\ntitle: Cup\ndate: "2026-01-02T08:00:00Z"\n---\nA cup.\n' };
    const file = published('---\ntitle: Tea\n---\nx\n', blog, { zone: 'Pacific/Kiritimati' });
    expect(file.content).toContain('date: "2026-07-01T07:00:00Z"');
    expect(file.fileName).toBe('2026-07-01-tea.md');
    const local = { 'blog/2026-01-02-cup.md': '---\ntitle: Cup\n---\nA cup.\n' };
    expect(published('---\ntitle: Tea\n---\nx\n', local, { zone: 'America/Los_Angeles' }).fileName).toBe(
      '2026-07-01-tea.md',
    );
    expect(published('---\ntitle: Tea\n---\nx\n', local, { zone: 'Pacific/Kiritimati' }).fileName).toBe(
      '2026-07-01-tea.md',
    );
  });

  it('is visible: draft: true becomes false, published: false becomes true; a published date stays a date', () => {
    const { content } = published('---\ntitle: Tea\ndraft: true\npublished: false\n---\nx\n', jekyll);
    expect(content).toBe('---\ntitle: Tea\ndate: 2026-07-01 09:00:00 +0200\ndraft: false\npublished: true\n---\nx\n');
    const asJson = published('{\n  "title": "Tea",\n  "draft": true,\n  "published": false\n}\nx\n', jekyll).content;
    expect(readPost('x.md', asJson).frontMatter.data).toMatchObject({ draft: false, published: true });
    const dated = { 'b/cup.md': '---\ntitle: Cup\npublished: 2026-01-02\n---\nx\n' };
    expect(published('---\ntitle: Tea\npublished: 2020-01-01\n---\nx\n', dated).content).toContain(
      'published: 2026-07-01\n',
    );
  });

  it('gets no date if the blog’s posts have none', () => {
    const blog = { 'b/cup.md': '---\ntitle: Cup\n---\nx\n' };
    expect(published('---\ntitle: Tea\n---\nx\n', blog).content).toBe('---\ntitle: Tea\n---\nx\n');
  });

  it('does not use a post’s name or slug', () => {
    const blog = { ...jekyll, '_posts/2026-01-01-tea.md': '---\ntitle: Tea\ndate: 2026-01-01\n---\nx\n' };
    const file = published('---\ntitle: Tea\nslug: tea\n---\nx\n', blog);
    expect(file).toMatchObject({ fileName: '2026-07-01-tea-2.md', slug: 'tea-2' });
    expect(file.content).toContain('slug: "tea-2"\n');
  });

  it('gets its own folder if posts have one', () => {
    const blog = { 'content/blog/cup/index.md': '+++\ntitle = "Cup"\ndate = 2026-01-02\n+++\nx\n' };
    const file = published('+++\ntitle = "Tea"\napproved = true\n[params]\na = 1\n+++\nx\n', blog);
    expect(file.fileName).toBe('tea/index.md');
    expect(file.content).toBe('+++\ntitle = "Tea"\ndate = 2026-07-01\n[params]\na = 1\n+++\nx\n');
  });

  it('keeps JSON data and its indentation', () => {
    const blog = { 'b/cup.md': '{\n  "title": "Cup",\n  "date": "2026-01-02"\n}\nx\n' };
    const draft = '{\n    "title": "Tea",\n    "approved": true,\n    "tags": ["a", "b"]\n}\nx\n';
    const { content } = published(draft, blog);
    const { frontMatter, body } = readPost('x.md', content);
    expect(frontMatter.data).toEqual({ title: 'Tea', date: '2026-07-01', tags: ['a', 'b'] });
    expect(content).toContain('\n    "title"');
    expect(body).toBe('x\n');
  });
});

test('does not change values of several lines, or text in them that looks like the key', () => {
  const draft = [
    '---',
    'title: Tea',
    'summary: |',
    '  approved: true',
    '  date: never',
    'approved: true',
    'nested:',
    '  approved: false',
    '---',
    'x',
    '',
  ].join('\n');
  expect(published(draft, jekyll).content).toBe(
    draft.replace('\napproved: true', '').replace('title: Tea', 'title: Tea\ndate: 2026-07-01 09:00:00 +0200'),
  );
});

/** A draft with each of these spellings, published among posts with the same ones. */
describe('keys', () => {
  const hugo = {
    'content/posts/cup.md': '---\nTitle: "Cup"\nDate: 2026-01-02T09:00:00+01:00\nTags: [a]\n---\nA cup.\n',
  };

  it.each([
    [
      '---\nTitle: "A new one"\nDate: 2020-01-01T00:00:00Z\nDraft: true\napproved: true\nTags: [docs]\n---\nx\n',
      '---\nTitle: "A new one"\nDate: 2026-07-01T09:00:00+02:00\nDraft: false\nTags: [docs]\n---\nx\n',
    ],
    [
      '---\nTITLE: Tea\nDATE: 2020-01-01 # later\nDRAFT:  yes   # not yet\n---\nx\n',
      '---\nTITLE: Tea\nDATE: 2026-07-01T09:00:00+02:00 # later\nDRAFT:  false   # not yet\n---\nx\n',
    ],
    ['---\nTitle: Tea\n---\nx\n', '---\nTitle: Tea\nDate: 2026-07-01T09:00:00+02:00\n---\nx\n'],
    [
      '---\ntitle: Tea\nDate: 2020-01-01\ndate: 2020-01-01\n---\nx\n',
      '---\ntitle: Tea\nDate: 2026-07-01T09:00:00+02:00\ndate: 2026-07-01T09:00:00+02:00\n---\nx\n',
    ],
    [
      '+++\nTitle = "Tea"\nDate = 2020-01-01\nDraft = true\n+++\nx\n',
      '+++\nTitle = "Tea"\nDate = 2026-07-01T09:00:00+02:00\nDraft = false\n+++\nx\n',
    ],
    [
      '{\n  "Title": "Tea",\n  "Date": "2020-01-01",\n  "approved": true,\n  "Draft": true\n}\nx\n',
      '{\n  "Title": "Tea",\n  "Date": "2026-07-01T09:00:00+02:00",\n  "Draft": false\n}\nx\n',
    ],
    [
      '---\ntitle: Tea\nPublish-Date: 2020-01-01\n---\nx\n',
      '---\ntitle: Tea\nDate: 2026-07-01T09:00:00+02:00\n---\nx\n',
    ],
  ])('%j keep their spelling', (draft, content) => {
    expect(published(draft, hugo).content).toBe(content);
  });

  it('are those of the newest posts: pubDatetime', () => {
    const astro = {
      'src/a.md':
        '---\ntitle: A\npubDatetime: 2022-09-23T15:22:00Z\nmodDatetime: 2023-12-21T09:12:47Z\ndraft: false\n---\nx\n',
    };
    const draft =
      '---\ntitle: Tea\nauthor: Ann\npubDatetime: 2020-01-01T00:00:00Z\ndraft: true\napproved: true\n---\nx\n';
    expect(published(draft, astro).content).toBe(
      '---\ntitle: Tea\nauthor: Ann\npubDatetime: 2026-07-01T07:00:00Z\ndraft: false\n---\nx\n',
    );
    expect(published('---\ntitle: Tea\n---\nx\n', astro).content).toBe(
      '---\ntitle: Tea\npubDatetime: 2026-07-01T07:00:00Z\n---\nx\n',
    );
  });

  it('of the publication date are all updated, but not the creation date', () => {
    const draft = '---\ntitle: Tea\ncreated: 2020-01-01\ndate: 2020-01-01\npublishDate: 2030-01-01\n---\nx\n';
    expect(published(draft, hugo).content).toBe(
      '---\ntitle: Tea\ncreated: 2020-01-01\ndate: 2026-07-01T09:00:00+02:00\npublishDate: 2026-07-01T09:00:00+02:00\n---\nx\n',
    );
    expect(published('---\ntitle: Tea\ncreated: 2020-01-01\n---\nx\n', hugo).content).toBe(
      '---\ntitle: Tea\nDate: 2026-07-01T09:00:00+02:00\ncreated: 2020-01-01\n---\nx\n',
    );
  });

  it.each([
    ['isDraft: true', 'isDraft: false'],
    ['draft: 1', 'draft: false'],
    ['draft: soon', 'draft: false'],
    ['publish: false', 'publish: true'],
    ['private: true', 'private: false'],
    ['status: draft', 'status: published'],
    ['visibility: "private"', 'visibility: public'],
    ['unlisted: true', 'unlisted: false'],
    ['status: evergreen', 'status: evergreen'],
    ['hidden: false', 'hidden: false'],
  ])('%s becomes %s', (line, shown) => {
    const { content } = published(`---\ntitle: Tea\n${line}\n---\nx\n`, { 'b/cup.md': '---\ntitle: Cup\n---\nx\n' });
    expect(content).toBe(`---\ntitle: Tea\n${shown}\n---\nx\n`);
  });
});

describe('everything else stays the same, byte for byte', () => {
  const day = { 'b/cup.md': '---\ntitle: Cup\ndate: 2026-01-02\n---\nx\n' };

  it.each([
    ['a byte order mark', '\uFEFF---\ntitle: Tea\ndate: 2020-01-01\n---\nx\n'],
    ['CRLF', '---\r\ntitle: Tea\r\ndate: 2020-01-01\r\n---\r\n\r\nx\r\n'],
    ['blank lines and unusual marks', '\n------\n\ntitle: Tea\ndate: 2020-01-01\n\n# end\n------\nx'],
    ['dots', '---\ntitle: Tea\ndate: 2020-01-01\n...\nx\n'],
    ['the name of a language', '---yaml\ntitle: Tea\ndate:   2020-01-01   # day\n---\nx\n'],
    ['JSON between dashes', '---json\n{ "title": "Tea",   "date": "2020-01-01" }\n---\nx\n'],
    ['JSON on several lines', '{\n\t"title": "Tea",\n\t"date" : "2020-01-01",\n\t"n": 1.0\n}\n\nx\n'],
    ['JavaScript', '---js\n{\n  // mine\n  title: "Tea",\n  date: "2020-01-01",\n}\n---\nx\n'],
    ["Hexo's JSON", ';;;\n"title": "Tea",\n"date": "2020-01-01"\n;;;\nx\n'],
    [
      'entries of several lines',
      '---\ntags:\n\n  - a\n\n  # mine\n  - b\ntitle: "Tea\n\n  "\ndate: 2020-01-01\n---\nx',
    ],
    ['text like a key in quotes', '---\ntitle: Tea\nsummary: "x\ndate: never"\ndate: 2020-01-01\n---\nx'],
    ['lists in brackets', '---\ntitle: Tea\nx: [\na,\nb: c]\ndate: 2020-01-01\n---\nx'],
    [
      'TOML',
      '+++\ntitle = "Tea"\nx = """\ndate = 1\n[a]\n"""\nlist = [\n  1,\n]\ndate = 2020-01-01\n\n[a]\ndate = 1\n+++\nx\n',
    ],
  ])('%s', (_, draft) => {
    const { content } = published(draft, day);
    expect(content).toBe(draft.replace('2020-01-01', '2026-07-01'));
  });

  it.each([
    ['{ "approved": true, "title": "Tea" }\nx', '{ "title": "Tea", "date": "2026-07-01" }\nx'],
    ['{"title": "Tea", "approved": true}\nx', '{"title": "Tea","date": "2026-07-01"}\nx'],
    ['---json\n{}\n---\nx', '---json\n{ "date": "2026-07-01" }\n---\nx'],
    ['+++\n[a]\nb = 1\n+++\nx', '+++\ndate = 2026-07-01\n[a]\nb = 1\n+++\nx'],
  ])('%j gets its date', (draft, content) => {
    expect(published(draft, day).content).toBe(content);
  });

  it('is refused if entries are not on separate lines', () => {
    expect(() => published('---\n{ title: Tea, draft: true }\n---\nx\n', day)).toThrow(PostFault);
    expect(() => published('---\n{ title: Tea, draft: true }\n---\nx\n', day)).toThrow(
      'q/tea.md, line 1: its front matter cannot be edited for publishing',
    );
  });
});
