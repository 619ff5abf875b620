import { describe, expect, test } from 'vitest';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { readPosts } from '../../src/pipeline/corpus/read-posts.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { build } from './generators.ts';
import { astroLists } from './lists/astro-list.ts';
import { docusaurusLists } from './lists/docusaurus-list.ts';
import { eleventyLists } from './lists/eleventy-list.ts';
import { hugoLists } from './lists/hugo-list.ts';
import { jekyllLists } from './lists/jekyll-list.ts';
import { type Listed, writeSite } from './lists/listed-site.ts';

/** Posts of one day by their titles: the order of such is the generator's own. */
function sorted(posts: readonly Listed[]): string[] {
  return posts
    .map(({ title, day, categories = [] }) => [day, title, ...categories].join(' '))
    .sort((a, b) => (a < b ? 1 : -1));
}

async function taken(site: string): Promise<Required<Listed>[]> {
  const posts: Required<Listed>[] = [];
  const options = { format: 'text', drafts: false, encoding: 'utf-8', keepNearDuplicates: true } as const;
  for await (const event of readPosts(nodeProject(), [site], options)) {
    if (event.type !== 'document') continue;
    const { title, date, categories } = event.post;
    posts.push({ title: title ?? '', day: date?.iso.slice(0, 10) ?? '', categories: [...categories].sort() });
  }
  return posts;
}

for (const { name, generator, files, titles, published } of [
  ...jekyllLists,
  ...eleventyLists,
  ...astroLists,
  ...hugoLists,
  ...docusaurusLists,
]) {
  describe.skipIf(generator.command === null)(`${generator.name} (${generator.where})`, () => {
    test(`publishes just the posts that are read: ${name}`, async () => {
      const site = temporaryFolder();
      writeSite(site, files(new Date()));
      const ours = await taken(site);
      build(generator, site);
      const theirs = published(site);
      expect(theirs.map(({ title }) => title).sort()).toEqual(titles);
      const hasCategories = theirs.some(({ categories }) => categories !== undefined);
      const listed = ours.map(({ categories, ...post }) => (hasCategories ? { ...post, categories } : post));
      expect(sorted(listed)).toEqual(sorted(theirs));
    });
  });
}
