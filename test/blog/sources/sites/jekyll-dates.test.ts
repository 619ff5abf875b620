import { expect, test } from 'vitest';
import { readPost } from '../../../../src/blog/posts/read-post.ts';
import { jekyll } from '../../../../src/blog/sources/sites/jekyll.ts';

test.each([
  ['03/10/2019', '2019-10-03'],
  ['03/13/2019', '2019-03-13'],
  ['2019-03-10 08:30:00 +0100', '2019-03-10T08:30:00+01:00'],
])('Ruby takes the first number of a date for the day: %s', (written, iso) => {
  const post = readPost('_posts/a.md', `---\ndate: ${written}\n---\n`);
  expect(jekyll.adapt(post, '_posts/a.md', '2026-07-01')).toMatchObject({ date: { iso, written }, draft: false });
});
