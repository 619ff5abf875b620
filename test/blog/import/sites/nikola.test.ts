import { describe, expect, it } from 'vitest';
import { nikola } from '../../../../src/blog/import/sites/nikola.ts';
import { sitePosts } from './site-posts.ts';

const comment = (...lines: string[]) => `<!--\n${lines.map((line) => `.. ${line}\n`).join('')}-->\n\n`;

/** What Nikola 8 lists for these files; posts that it dates later are scheduled here. */
const posts: readonly (readonly [what: string, path: string, text: string, post: string])[] = [
  [
    'a comment',
    '1.md',
    `${comment('title: One', 'slug: the-one', 'date: 2019-03-10 08:30:00 UTC+01:00', 'tags: a, b c', 'category: Boats')}Text.`,
    'the-one | 2019-03-10T08:30:00+01:00 | One | #a | #b c | @Boats | Text.',
  ],
  ['only lines', '1.md', '.. title: Two\n.. date: 2019-03-11 08:30\n\nText.', '1 | 2019-03-11T08:30:00 | Two | Text.'],
  [
    'UTC',
    '1.md',
    `${comment('title: A', 'date: 2012-09-15 19:52:05 UTC')}Text.`,
    '1 | 2012-09-15T19:52:05Z | A | Text.',
  ],
  ['a blank line above', '1.md', `\n${comment('title: A', 'date: 2012-09-15')}Text.`, '1 | 2012-09-15 | A | Text.'],
  ['no blank line below', '1.md', '<!--\n.. title: A\n.. date: 2012-09-15\n-->\nText.', '1 | 2012-09-15 | A | Text.'],
  [
    'YAML',
    '1.md',
    '---\ntitle: Seven\nslug: seven\ndate: 2019-03-14\ntags: [a, b]\n---\n\nText.',
    'seven | 2019-03-14 | Seven | #a | #b | Text.',
  ],
  ['metadata in a separate file', 'other.md', 'Text.', 'b | 2019-03-12T08:30:00Z | Other | #x | Text.'],
  ['no title', '1.md', `${comment('date: 2019-03-13')}Text.`, '1 | 2019-03-13 | 1 | Text.'],
  [
    'a key without a value',
    '1.md',
    `${comment('title: A', 'date: 2019-03-13', 'tags: ')}Text.`,
    '1 | 2019-03-13 | A | Text.',
  ],
  [
    'a draft',
    '1.md',
    `${comment('title: A', 'date: 2019-03-13', 'status: draft')}Text.`,
    '1 | 2019-03-13 | A | draft | Text.',
  ],
  [
    'featured',
    '1.md',
    `${comment('title: A', 'date: 2019-03-13', 'status: featured')}Text.`,
    '1 | 2019-03-13 | A | Text.',
  ],
  ['private', '1.md', `${comment('title: A', 'date: 2019-03-13', 'status: private')}Text.`, 'private'],
  [
    'a future date',
    '1.md',
    `${comment('title: A', 'date: 2099-03-13')}Text.`,
    '1 | 2099-03-13 | A | draft | from 2099-03-13 | Text.',
  ],
  [
    'dots in the text',
    '1.md',
    `${comment('title: A', 'date: 2019-03-13')}Text.\n\n.. title: not this`,
    '1 | 2019-03-13 | A | Text.\n\n.. title: not this',
  ],
  [
    'the end of a teaser',
    '1.md',
    `${comment('title: A', 'date: 2019-03-13')}Text.\n\n<!-- TEASER_END: More -->\n\nMore.`,
    '1 | 2019-03-13 | A | Text.\n\n\nMore.',
  ],
  [
    'a draft tag',
    '1.md',
    `${comment('title: A', 'date: 2019-03-13', 'tags: draft')}Text.`,
    '1 | 2019-03-13 | A | #draft | Text.',
  ],
  ['a translation', 'other.fr.md', `${comment('title: Autre')}Texte.`, 'translation'],
  ['a folder', '2019/1.md', `${comment('title: A', 'date: 2019-03-13')}Text.`, '1 | 2019-03-13 | A | Text.'],
  ['a page', '../pages/1.md', `${comment('title: A')}Text.`, 'page'],
];

const site = {
  'conf.py':
    'DEFAULT_LANG = "en"\nTRANSLATIONS = {\n    DEFAULT_LANG: "",\n    "fr": "./fr",\n}\nPOSTS = (\n    ("posts/*.md", "posts", "post.tmpl"),\n)\nPAGES = (("pages/*.md", "pages", "page.tmpl"),)\n',
  'posts/other.md': 'Text.',
  'posts/other.meta': '.. title: Other\n.. slug: b\n.. date: 2019-03-12 08:30:00 UTC\n.. tags: x\n',
};

describe('a file of a Nikola site', () => {
  it.each(posts)('%s', async (_, path, text, post) => {
    const file = path.startsWith('../') ? path.slice(3) : `posts/${path}`;
    expect((await sitePosts(nikola, { ...site, [file]: text }))[file]).toBe(post);
  });
});

describe('settings of a Nikola site', () => {
  const text = `${comment('title: A', 'date: 2030-01-02', 'tags: draft, x')}Text.`;
  it.each([
    [
      'another folder',
      'POSTS = (("blog/*.md", "blog", "post.tmpl"),)',
      'blog/1.md',
      '1 | 2030-01-02 | A | #draft | #x | draft | from 2030-01-02 | Text.',
    ],
    ['future dates', 'FUTURE_IS_NOW = True', 'posts/1.md', '1 | 2030-01-02 | A | #draft | #x | Text.'],
    ['draft tags', 'USE_TAG_METADATA = True', 'posts/1.md', '1 | 2030-01-02 | A | #x | draft | Text.'],
  ])('%s', async (_, settings, file, post) => {
    expect((await sitePosts(nikola, { 'conf.py': settings, [file]: text }))[file]).toBe(post);
  });
});
