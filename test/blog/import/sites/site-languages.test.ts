import { describe, expect, it } from 'vitest';
import { astro } from '../../../../src/blog/import/sites/astro.ts';
import { sitePosts } from './site-posts.ts';

const text = '---\ntitle: A\ndate: 2020-01-02\n---\nText.';

/** The paths below the folder of posts, without it, that a site of these files takes for posts. */
async function postsAmong(paths: readonly string[]): Promise<string[]> {
  const folder = 'src/content/blog/';
  const files = Object.fromEntries(['', ...paths].map((path) => [path === '' ? 'package.json' : folder + path, text]));
  const shown = await sitePosts(astro, files);
  return paths.filter((path) => shown[folder + path] !== 'translation');
}

describe('translations in the folders of posts', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['of one post', ['a/index.md', 'a/de/index.md', 'a/pt-br/index.md'], ['a/index.md']],
    ['of two posts', ['a/index.md', 'a/de/index.md', 'b/index.mdx', 'b/de/index.mdx'], ['a/index.md', 'b/index.mdx']],
    [
      'of some posts',
      ['a/index.md', 'a/de/index.md', 'b/index.md', 'b/de/index.md', 'c/index.md', 'd.md'],
      ['a/index.md', 'b/index.md', 'c/index.md', 'd.md'],
    ],
  ])('%s are no posts', async (_, paths, posts) => {
    expect(await postsAmong(paths)).toEqual(posts);
  });

  it.each<[string, readonly string[]]>([
    ['a single folder named like a language', ['a/index.md', 'a/it/index.md', 'b/index.md']],
    ['folders named otherwise', ['a/index.md', 'a/one/index.md', 'a/zz/index.md']],
    ['posts named like languages in a folder that is no post', ['trips/it/index.md', 'trips/es/index.md']],
    ['other files of a post', ['a/index.md', 'a/de/notes.md', 'a/fr/notes.md']],
    ['posts in folders', ['a/index.md', 'b/index.md', 'c/d/index.md']],
  ])('are not seen in %s', async (_, paths) => {
    expect(await postsAmong(paths)).toEqual(paths);
  });
});
