import { describe, expect, it } from 'vitest';
import type { SiteFacts } from '../../../src/blog/sources/site-facts.ts';
import { sites } from '../../../src/blog/sources/sites.ts';

function factsOf(id: string, files: Readonly<Record<string, string>> = {}): Promise<SiteFacts> {
  const site = {
    names: async () => Object.keys(files),
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
  ])('%s with %j executes %s in Markdown, %s in MDX', async (id, files, md, mdx) => {
    expect((await factsOf(id, files)).templates).toEqual({ md, mdx });
  });

  it('Astro asks for the keys of its schema, wherever that is; without one it is not known', async () => {
    const schema = 'const blog = defineCollection({ schema: z.object({ title: z.string() }) });';
    const keys = [{ key: 'title', kind: 'text', choices: [] }];
    expect((await factsOf('astro', { 'src/content.config.ts': schema })).required).toEqual(keys);
    expect((await factsOf('astro', { 'src/content/config.ts': schema })).required).toEqual(keys);
    expect((await factsOf('astro')).required).toBeNull();
    expect((await factsOf('hugo')).required).toEqual([]);
  });
});
