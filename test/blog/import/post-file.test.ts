import { expect, it } from 'vitest';
import { postFile } from '../../../src/blog/import/post-file.ts';
import type { ImportedPost } from '../../../src/blog/import/post-source.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

function fileOf(
  slug: string | null,
  date: string | null = '2020-01-02',
  title: string | null = 'A title',
): { stem: string; slug: string } {
  const post: ImportedPost = {
    where: 'post 1',
    title,
    slug,
    date,
    categories: [],
    tags: [],
    description: null,
    canonicalUrl: null,
    draft: false,
    generated: false,
    markdown: () => 'Text.',
  };
  const { stem, extension, text } = postFile(post);
  expect(text.includes('slug:')).toBe(/^slug: /m.test(text));
  return { stem, slug: readPost(stem + extension, text).slug };
}

const long = Array.from({ length: 60 }, (_, at) => `word${at}`).join('-');

it.each([
  'plain',
  'my-first-post',
  'Version-1.2.0',
  'My_Notes',
  '_leading_underscore',
  'trailing-',
  '-leading',
  'double--hyphen',
  'v1.2.3-rc.1',
  'a.b.c',
  'trailing.dot.',
  'node.js',
  'C++',
  'c#-and-f#',
  '100%-sure',
  'a%20b',
  'a%2Fb',
  "it's",
  'tom & jerry',
  'with space',
  '(brackets)',
  '[square]',
  'a+b=c',
  'a,b;c',
  '~tilde~',
  'at@home',
  '$5',
  'été',
  '日本語の記事',
  'Привет-мир',
  'مرحبا',
  'हिन्दी',
  '👩‍👩‍👧-family',
  '🎉',
  '2019',
  'con',
  'nul.tar',
  'index',
  'readme',
  'License',
  'MixedCASE',
  'a'.repeat(180),
  '茶'.repeat(60),
  `${'x-'.repeat(90)}y`,
])('the file of a dated post keeps the name %s without a slug in its front matter', (slug) => {
  const { stem, slug: read } = fileOf(slug);
  expect(stem).toBe(`2020-01-02-${slug}`);
  expect(read).toBe(slug);
});

it.each([
  ['a/b', 'a-b'],
  ['/somewhere/else/', 'somewhere-else'],
  ['back\\slash', 'back-slash'],
  ['a:b', 'a-b'],
  ['what?', 'what'],
  ['a*b', 'a-b'],
  ['"quoted"', 'quoted'],
  ['<tag>', 'tag'],
  ['a|b', 'a-b'],
  ['../../etc/passwd', '..-etc-passwd'],
  ['..', ''],
  ['.hidden', 'hidden'],
  ['bell\u0007', 'bell'],
  ['right\u202Eleft', 'right-left'],
  ['half\uD83D', 'half'],
  ['b'.repeat(300), 'b'.repeat(200)],
  ['茶'.repeat(100), '茶'.repeat(66)],
  ['👩‍👩‍👧'.repeat(20), '👩‍👩‍👧'.repeat(11)],
  [long, long.slice(0, long.lastIndexOf('-', 200))],
  ['///', ''],
])('%j is not allowed as a file name everywhere, so the front matter keeps it', (slug, stem) => {
  const made = fileOf(slug);
  expect(made.stem).toBe(`2020-01-02-${stem === '' ? 'a-title' : stem}`);
  if (!/[\p{Cc}\p{Cs}]/u.test(slug)) expect(made.slug).toBe(slug);
  expect(new TextEncoder().encode(`${made.stem}-99.md`).length).toBeLessThan(255);
});

it.each([
  ['con', 'post-con'],
  ['CON', 'post-CON'],
  ['aux.notes', 'post-aux.notes'],
  ['com1', 'post-com1'],
  ['lpt9', 'post-lpt9'],
  ['2019-03-10-dated', '2019-03-10-dated'],
  ['index', 'index-post'],
  ['_index', 'index-post'],
  ['readme', 'readme'],
])('without a date %s becomes %s, and its slug is kept', (slug, stem) => {
  expect(fileOf(slug, null)).toEqual({ stem, slug });
});

it.each([
  ['console', 'console'],
  ['com10', 'com10'],
  ['icon', 'icon'],
  ['%e8%8c%b6-and-milk', '茶-and-milk'],
  ['%E8%8C%B6', '茶'],
  ['%e8%8c', '%e8%8c'],
  ['e\u0301te\u0301', 'été'],
  ['  spaces  ', 'spaces'],
])('without a date %j is %s', (slug, stem) => {
  expect(fileOf(slug, null)).toEqual({ stem, slug: stem });
});

it.each([
  [null, 'What I Did: 3 Things', 'what-i-did-3-things'],
  ['', "It's", 'its'],
  ['2020-01-02', 'A Day', 'a-day'],
  [null, null, 'post'],
  [null, '???', 'post'],
  [null, 'Con', 'post-con'],
  [null, `${'word '.repeat(30)}end`, Array(14).fill('word').join('-')],
])('slug %j and title %j give a name', (slug, title, stem) => {
  expect(fileOf(slug, stem === 'post-con' ? null : '2020-01-02', title).stem).toBe(
    stem === 'post-con' ? stem : `2020-01-02-${stem}`,
  );
});

it.each(['\uD83D', ' ', '\n\u0007'])('has no title if nothing of %j can be written', (title) => {
  const { text } = postFile({
    where: 'post 1',
    title,
    slug: 'a',
    date: null,
    categories: [],
    tags: [],
    description: null,
    canonicalUrl: null,
    draft: false,
    generated: false,
    markdown: () => 'Text.',
  });
  expect(text).toBe('Text.\n');
});
