import { expect, test } from 'vitest';
import { jekyll } from '../../../../src/blog/import/sites/jekyll.ts';
import { readPost } from '../../../../src/blog/posts/read-post.ts';
import { folderOf } from './site-posts.ts';

test.each([
  ['03/10/2019', '2019-10-03'],
  ['03/13/2019', '2019-03-13'],
  ['2019-03-10 08:30:00 +0100', '2019-03-10T08:30:00+01:00'],
])('Ruby reads dates with the day first: %s', async (written, iso) => {
  const { adapt } = await jekyll.content(folderOf({ '_posts/2019-01-01-a.md': '' }));
  const post = readPost('_posts/2019-01-01-a.md', `---\ndate: ${written}\n---\n`);
  expect(adapt!(post, '_posts/2019-01-01-a.md', new Date('2026-07-01T00:00:00Z'))).toMatchObject({
    date: { iso, written },
    draft: false,
  });
});
