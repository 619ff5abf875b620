import { describe, expect, it } from 'vitest';
import { astro } from '../../../../src/blog/import/sites/astro.ts';
import { jekyll } from '../../../../src/blog/import/sites/jekyll.ts';
import { sitePosts } from './site-posts.ts';

const post = '---\ntitle: Oak\n---\nOne.';

describe('folders above the posts of a Jekyll site', () => {
  it.each<[string, string, string]>([
    ['', 'wood/_posts/2020-01-01-oak.md', ' | @wood'],
    ['', 'wood/hard/_posts/2020-01-01-oak.md', ' | @wood | @hard'],
    ['', 'source/_posts/2020-01-01-oak.md', ' | @source'],
    ['source: source', 'source/_posts/2020-01-01-oak.md', ''],
    ['source: ./source/', 'source/wood/_posts/2020-01-01-oak.md', ' | @wood'],
    ['source: web/pages', 'web/pages/wood/_posts/2020-01-01-oak.md', ' | @wood'],
    ['source: .', 'wood/_posts/2020-01-01-oak.md', ' | @wood'],
    ['collections_dir: texts', 'texts/_posts/2020-01-01-oak.md', ''],
    ['source: web\ncollections_dir: texts', 'web/texts/_posts/2020-01-01-oak.md', ''],
    ['source: [a]', 'wood/_posts/2020-01-01-oak.md', ' | @wood'],
  ])('are categories, except the source folder: %j, %s', async (settings, path, categories) => {
    const { [path]: shown } = await sitePosts(jekyll, { '_config.yml': `title: Wood\n${settings}\n`, [path]: post });
    expect(shown).toBe(`oak | 2020-01-01 | Oak${categories} | One.`);
  });
});

describe('collections of an Astro site', () => {
  const pathsOf = async (...paths: string[]) => {
    const shown = await sitePosts(astro, Object.fromEntries(['src/content/config.ts', ...paths].map((p) => [p, post])));
    return Object.keys(shown).filter((path) => shown[path] !== 'page');
  };

  it('contain posts, with any name', async () => {
    expect(await pathsOf('src/content/essays/a.mdx', 'src/content/books/2020/b.md', 'src/pages/c.md')).toEqual([
      'src/content/essays/a.mdx',
      'src/content/books/2020/b.md',
    ]);
  });

  it('are pages next to one named like a blog', async () => {
    expect(await pathsOf('src/content/blog/a.md', 'src/content/team/b.md')).toEqual(['src/content/blog/a.md']);
  });
});
