import { describe, expect, it, test } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';

/** Spellings of a key of one or more words. */
function spellings(...words: readonly string[]): string[] {
  const capital = (word: string) => word[0].toUpperCase() + word.slice(1);
  return [
    ...new Set([
      words.join(''),
      words.join('').toUpperCase(),
      words.map((word, n) => (n === 0 ? word : capital(word))).join(''),
      words.map(capital).join(''),
      words.join('_'),
      words.join('-'),
      words.map(capital).join('-'),
      words.join('_').toUpperCase(),
      words.join(' '),
    ]),
  ];
}

/** The same front matter in all three formats. */
function inFormats(key: string, json: string): string[] {
  return [
    `---\n${JSON.stringify(key)}: ${json}\n---\n`,
    `---\n${key}: ${json}\n---\n`,
    `+++\n${JSON.stringify(key)} = ${json}\n+++\n`,
    `{${JSON.stringify(key)}: ${json}}\n`,
  ];
}

describe('a key in any spelling', () => {
  test.each(spellings('title').concat(' Title'))('%j: a title', (key) => {
    for (const text of inFormats(key.trim(), '"Tea"')) expect(readPost('a.md', text).title).toBe('Tea');
  });

  test.each(spellings('slug'))('%s: a slug', (key) => {
    for (const text of inFormats(key, '"engine"')) expect(readPost('a.md', text).slug).toBe('engine');
  });

  test.each([
    ['tags', 'tags'],
    ['tag', 'tags'],
    ['categories', 'categories'],
    ['category', 'categories'],
  ] as const)('%s', (word, list) => {
    for (const key of spellings(word)) {
      for (const text of inFormats(key, '["tea"]')) expect(readPost('a.md', text)[list], text).toEqual(['tea']);
    }
  });

  test.each([
    ['draft', 'true'],
    ['published', 'false'],
    ['is draft', 'true'],
    ['is published', 'false'],
    ['generated', 'true'],
  ])('%s: %s', (words, value) => {
    for (const key of spellings(...words.split(' '))) {
      for (const text of inFormats(key, value)) {
        const post = readPost('a.md', text);
        expect(words === 'generated' ? post.generated : post.draft, text).toBe(true);
      }
    }
  });

  test.each([
    'date',
    'pub date',
    'pub datetime',
    'publish date',
    'published date',
    'published at',
    'published on',
    'published',
    'publish at',
    'date published',
    'publication date',
    'release date',
    'post date',
    'posted',
    'posted at',
    'posted on',
    'date time',
    'timestamp',
    'created',
    'created at',
    'created on',
    'date created',
    'created date',
    'creation date',
    'updated',
    'last modified at',
    'lastmod',
    'mod datetime',
  ])('%s: a date', (words) => {
    for (const key of spellings(...words.split(' '))) {
      for (const text of inFormats(key, '"2022-09-23T15:22:00Z"')) {
        expect(readPost('a.md', text).date?.iso, text).toBe('2022-09-23T15:22:00Z');
      }
    }
  });

  it('is overridden by the usual one', () => {
    expect(readPost('a.md', '---\nTitle: Coffee\ntitle: Tea\n---\n').title).toBe('Tea');
    expect(readPost('a.md', '---\ntitle:\nTitle: Coffee\n---\n').title).toBe('Coffee');
    expect(readPost('a.md', '---\nDate: 2019-01-01\ndate: 2020-01-01\n---\n').date?.iso).toBe('2020-01-01');
  });
});

describe('the date of a post', () => {
  test.each([
    ['created: 2019-01-01\ndate: 2020-01-01', '2020-01-01'],
    ['published: true\ndate: 2020-01-01', '2020-01-01'],
    ['published: yes\nposted: 2020-01-01', '2020-01-01'],
    ['date: soon\npubDate: 2020-01-01', '2020-01-01'],
    ['date:\npublish_date: 2020-01-01', '2020-01-01'],
    ['updated: 2021-01-01\ncreated: 2020-01-01', '2020-01-01'],
    ['lastmod: 2021-01-01', '2021-01-01'],
    ['date: [2020-01-01]', '2020-01-01'],
    ['date: 1552204800', '2019-03-10T08:00:00Z'],
    ['date: !!timestamp 2020-01-01', '2020-01-01'],
    ['date: 2020-01-01 # a day', '2020-01-01'],
    ['expiryDate: 2021-01-01', null],
    ['birthdate: 2021-01-01', null],
  ])('%j is %s', (yaml, iso) => {
    expect(readPost('a.md', `---\n${yaml}\n---\n`).date?.iso ?? null).toBe(iso);
  });

  it('comes from the file name rather than from a date of change', () => {
    expect(readPost('2019-01-01-a.md', '---\nupdated: 2021-01-01\n---\n').date?.iso).toBe('2019-01-01');
  });
});

describe('whether a post is shown', () => {
  test.each([
    ['draft: true', true],
    ['draft: True', true],
    ['draft: yes', true],
    ['draft: "yes"', true],
    ['draft: "true"', true],
    ['draft: on', true],
    ['draft: 1', true],
    ['draft: y', true],
    ['draft: soon', true],
    ['draft: false', false],
    ['draft: "false"', false],
    ['draft: no', false],
    ['draft: 0', false],
    ['draft: off', false],
    ['draft:', false],
    ['draft: null', false],
    ['draft: ""', false],
    ['isDraft: true', true],
    ['is_draft: true', true],
    ['isDraft: false', false],
    ['published: false', true],
    ['published: no', true],
    ['published: "false"', true],
    ['published: 0', true],
    ['published: true', false],
    ['published: 2020-01-01', false],
    ['published:', false],
    ['publish: false', true],
    ['publish: true', false],
    ['public: false', true],
    ['private: true', true],
    ['private: false', false],
    ['hidden: true', true],
    ['hidden: false', false],
    ['unlisted: true', true],
    ['status: draft', true],
    ['status: Draft', true],
    ['status: private', true],
    ['status: pending', true],
    ['status: scheduled', true],
    ['status: future', true],
    ['status: published', false],
    ['status: publish', false],
    ['status: evergreen', false],
    ['status: in progress', false],
    ['post_status: draft', true],
    ['visibility: private', true],
    ['visibility: hidden', true],
    ['visibility: public', false],
    ['visibility: members', false],
  ])('%s: hidden is %s', (yaml, draft) => {
    const post = readPost('a.md', `---\ntitle: Tea\n${yaml}\n---\n`);
    expect(post.draft).toBe(draft);
    expect(post.notes.map(({ key, line }) => [key, line])).toEqual(yaml === 'draft: soon' ? [['draft', 3]] : []);
  });
});

describe('tags and categories', () => {
  test.each([
    ['tags: [one, two]', ['one', 'two']],
    ['tags:\n  - one\n  - two', ['one', 'two']],
    ['tags: one two', ['one', 'two']],
    ['tags: one, two three', ['one', 'two three']],
    ['tags: one; two three', ['one', 'two three']],
    ['tags: one， two、three', ['one', 'two', 'three']],
    ['tags: "#one #two three"', ['one', 'two three']],
    ['tags: ["#one", C#, "#1"]', ['one', 'C#', '#1']],
    ['tags: one', ['one']],
    ['tag: one two', ['one two']],
    ['tag: one; two', ['one', 'two']],
    ['tags: ["one, two"]', ['one, two']],
    ['tags: [2020, 1.10, 007, 1e3]', ['2020', '1.10', '007', '1e3']],
    ['tags: [true, False, "no", Yes]', ['true', 'False', 'no', 'Yes']],
    ['tags: [one, null, ~, two]', ['one', 'two']],
    ['tags:\n- one\n-\n- two', ['one', 'two']],
    ['tags: null', []],
    ['tags: ~', []],
    ['tags:', []],
    ['tags: []', []],
    ['tags: ""', []],
    ['tags: ","', []],
    ['tags: [one, one, " one "]', ['one']],
    ['tags:\n- label: One\n  permalink: /one\n- two', ['One', 'two']],
    ['tags:\n- {name: One, slug: one}', ['One']],
    [
      'tags: [{title: One}, {slug: two}, {value: three}, {tag: four}, {text: five}]',
      ['One', 'two', 'three', 'four', 'five'],
    ],
    ['tags: [{label: 2020}]', ['2020']],
    ['tags: {one: null, two: null}', ['one', 'two']],
    ['tags: {one: true, two: false}', ['one']],
    ['tags: {0: one, 1: two}', ['one', 'two']],
    ['tags: [{one: null}, {two: }]', ['one', 'two']],
    ['tags: {label: One}', ['One']],
    ['tags: [[one, two], [three]]', ['one', 'two', 'three']],
    ['tags: [[[one]], two]', ['one', 'two']],
    ['taxonomies:\n  tags: [one, two]', ['one', 'two']],
    ['Taxonomies:\n  tags: one\ntags: [two]', ['two', 'one']],
    ['Tags: one\ntags: [two]', ['two', 'one']],
    ['tags: [2019-03-10, 12:30]', ['2019-03-10', '12:30']],
    ['keywords: [one]', []],
  ])('%j', (yaml, tags) => {
    expect(readPost('a.md', `---\n${yaml}\n---\n`).tags).toEqual(tags);
    const categories = yaml.replace(/^(T|t)axonomies:\n {2}tags/, 'taxonomies:\n  categories');
    const both = categories.replaceAll(/^tags(?=:)/gm, 'categories').replaceAll(/^Tags(?=:)/gm, 'Categories');
    expect(readPost('a.md', `---\n${both.replaceAll(/^tag(?=:)/gm, 'category')}\n---\n`).categories).toEqual(tags);
  });

  test.each([
    ['+++\ntags = ["one", 2020, true]\n+++\n', ['one', '2020', 'true']],
    ['+++\n[taxonomies]\ntags = ["one"]\n+++\n', ['one']],
    ['{"tags": [{"name": "one"}, 2020]}\n', ['one', '2020']],
  ])('%j', (text, tags) => {
    expect(readPost('a.md', text).tags).toEqual(tags);
  });

  test.each(['tags: [{a: {b: c}}]', 'tags: [{x: 1}]'])('%s is reported', (yaml) => {
    const { tags, notes } = readPost('a.md', `---\ntitle: Tea\n${yaml}\n---\n`);
    expect(tags).toEqual([]);
    expect(notes).toEqual([
      { key: 'tags', line: 3, note: expect.stringMatching(/^tags contains something that is not a name: .+\.$/) },
    ]);
  });
});

describe('a title', () => {
  test.each([
    'True',
    'true',
    'FALSE',
    'Null',
    'null',
    'NULL',
    'Yes',
    'no',
    'On',
    'off',
    'y',
    '007',
    '1.10',
    '1984',
    '1_000',
    '010',
    '0o7',
    '0x1F',
    '1e3',
    '-1',
    '+1',
    '.5',
    '.inf',
    '-.INF',
    '.nan',
    '1:30',
    '190:20:30',
    '2019-03-10',
    '2019-03-10 08:30:00',
    '12345678901234567890',
    '0.1000',
    'C#',
    'a - b',
    '“Tea”',
    'it’s: not',
    '1,000',
    '50%',
    '<<',
    '=',
    '...and then',
    '-tea',
    '?tea',
    ':tea',
  ])('%s stays as typed', (title) => {
    expect(readPost('a.md', `---\nx: 1\ntitle: ${title.replace(': ', ':')}\n---\n`).title).toBe(
      title.replace(': ', ':'),
    );
    expect(readPost('a.md', `---\ntitle: ${JSON.stringify(title)}\n---\n`).title).toBe(title);
  });

  test.each([
    ['title:', null],
    ['title: ~', null],
    ['title: ""', null],
    ['title: &a', null],
    ['title: !!str 123', '123'],
    ['title: !!binary aGVsbG8=', 'aGVsbG8='],
    ['title: !foo bar', 'bar'],
    ['title: |\n  Tea\n', 'Tea'],
    ['title: >\n  Tea\n  for two', 'Tea for two'],
    ['title: Tea\n  for two', 'Tea for two'],
    ['slug: null', null],
  ])('%j is %s', (yaml, title) => {
    const post = readPost('a.md', `---\n${yaml}\n---\n`);
    expect(post.title).toBe(title);
    expect(post).toMatchObject({ slug: 'a', notes: [] });
  });

  test.each([
    ['title: [a]', 'the title is a list, not text'],
    ['title: {{ page.title }}', 'the title is a map, not text'],
    ['slug: [a]', 'the slug is a list, not text'],
    ['date: soon', 'the date "soon" could not be read'],
    ['date: 2019-02-30', 'the date "2019-02-30" could not be read'],
    ['pubDate: {year: 2019}', 'the date {"year":"2019"} could not be read'],
    ['date: 03/10/2019', 'the date "03/10/2019" is ambiguous'],
    ['date: 3/4/19', 'write it as 2019-03-04'],
    ['date: 2019-03-10 08:30:00 +2500', 'the time zone "+2500" of the date "2019-03-10 08:30:00 +2500" is unknown'],
    ['date: 2019-03-10 08:30 IST', 'the time zone "IST" of the date'],
  ])('%s is reported', (yaml, note) => {
    const [found] = readPost('a.md', `---\nlayout: post\n${yaml}\n---\n`).notes;
    expect(found).toEqual({ key: yaml.split(':')[0], line: 3, note: expect.stringContaining(note) });
  });

  test.each(['Last Modified', 'git Created', '0000-00-00 00:00:00', '0001-01-01T00:00:00Z', 'null', '', 'true'])(
    'a date of %j is not reported',
    (date) => {
      expect(readPost('a.md', `---\ndate: ${date}\n---\n`)).toMatchObject({ date: null, notes: [] });
    },
  );
});
