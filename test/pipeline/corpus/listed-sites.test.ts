import { expect, test } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { readPosts } from '../../../src/pipeline/corpus/read-posts.ts';
import { astroLists } from '../../sites/lists/astro-list.ts';
import { docusaurusLists } from '../../sites/lists/docusaurus-list.ts';
import { eleventyLists } from '../../sites/lists/eleventy-list.ts';
import { hugoLists } from '../../sites/lists/hugo-list.ts';
import { jekyllLists } from '../../sites/lists/jekyll-list.ts';
import { writeSite } from '../../sites/lists/listed-site.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const lists = [...jekyllLists, ...hugoLists, ...eleventyLists, ...astroLists, ...docusaurusLists];

test.each(lists.map((list) => [list.generator.name, list.name, list] as const))(
  'a %s site with %s: the posts that its generator lists are read, and everything else is counted',
  async (_, __, { files, titles }) => {
    const site = temporaryFolder();
    const texts = files(new Date());
    writeSite(site, texts);
    const found: string[] = [];
    let [seen, skipped] = [0, 0];
    const options = { format: 'text', drafts: false, encoding: 'utf-8', keepNearDuplicates: true } as const;
    for await (const event of readPosts(nodeProject(), [site], options)) {
      if (event.type === 'document') found.push(event.post.title ?? '');
      if (event.type === 'files-seen') seen += event.count;
      if (event.type === 'skipped') skipped += event.count ?? 1;
    }
    expect(found.sort()).toEqual(titles);
    expect(found.length + skipped).toBe(seen);
  },
);
