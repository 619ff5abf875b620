import { describe, expect, it } from 'vitest';
import type { SiteFacts } from '../../../../src/blog/import/sites/site-facts.ts';
import { sites } from '../../../../src/blog/import/sites/sites.ts';

function factsOf(id: string, files: Readonly<Record<string, string>> = {}): Promise<SiteFacts> {
  const site = {
    names: async (folder: string) =>
      Object.keys(files).flatMap((file) =>
        file.startsWith(folder) ? file.slice(folder.length).replace(/^\//, '') : [],
      ),
    foldersNamed: async () => [],
    read: async (file: string) => files[file] ?? null,
  };
  return sites.find((source) => source.id === id)!.facts(site, 'src/content/blog');
}

describe('what a site says', () => {
  it.each([
    ['hugo', {}, 'shortcodes', 'shortcodes'],
    ['jekyll', {}, 'liquid', 'liquid'],
    ['gatsby', {}, 'none', 'mdx'],
    ['astro', {}, 'none', 'mdx'],
    ['docusaurus', { 'docusaurus.config.js': 'module.exports = {};' }, 'mdx', 'mdx'],
    ['docusaurus', { 'docusaurus.config.ts': "export default { markdown: { format: 'detect' } };" }, 'none', 'mdx'],
    ['eleventy', { 'eleventy.config.js': 'export default () => {};' }, 'liquid', 'mdx'],
    [
      'eleventy',
      { 'eleventy.config.js': 'export const config = { markdownTemplateEngine: "njk" };' },
      'nunjucks',
      'mdx',
    ],
    ['eleventy', { '.eleventy.js': 'module.exports = () => ({ markdownTemplateEngine: false });' }, 'none', 'mdx'],
  ])('%s with %j executes %s in Markdown and %s in MDX', async (id, files, md, mdx) => {
    expect((await factsOf(id, files)).templates).toEqual({ md, mdx });
  });

  it('Astro requires the keys of its schema, in any of its places; without one they are unknown', async () => {
    const schema = 'const blog = defineCollection({ schema: z.object({ title: z.string() }) });';
    const keys = [{ key: 'title', kind: 'text', choices: [] }];
    expect((await factsOf('astro', { 'src/content.config.ts': schema })).required).toEqual(keys);
    expect((await factsOf('astro', { 'src/content/config.ts': schema })).required).toEqual(keys);
    expect((await factsOf('astro')).required).toBeNull();
    expect((await factsOf('hugo')).required).toEqual([]);
  });

  it.each([
    [{ 'hugo.toml': "[permalinks]\n  posts = '/:year/:slug/'\n" }, ['slug']],
    [{ 'config/_default/permalinks.yaml': 'posts: /:slug/\n', 'config/_default/menus.toml': '' }, ['slug']],
    [{ 'hugo.toml': "[permalinks]\n  posts = '/:year/:slugorfilename/'\n" }, []],
  ])('Hugo with %j requires %j', async (files, keys) => {
    expect((await factsOf('hugo', files)).required?.map(({ key }) => key)).toEqual(keys);
  });
});
