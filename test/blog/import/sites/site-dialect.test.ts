import { describe, expect, it } from 'vitest';
import type { SiteFolder, SiteSource } from '../../../../src/blog/import/post-source.ts';
import { siteDialect } from '../../../../src/blog/import/sites/site-dialect.ts';
import { plainFacts } from '../../../../src/blog/import/sites/site-rules.ts';
import { sites } from '../../../../src/blog/import/sites/sites.ts';
import type { Mark } from '../../../../src/blog/markdown/dialect.ts';

function folderOf(files: Readonly<Record<string, string>>): SiteFolder {
  return {
    names: async (folder) => {
      const start = folder === '' ? '' : `${folder}/`;
      const below = Object.keys(files).filter((path) => path.startsWith(start));
      return [...new Set(below.map((path) => path.slice(start.length).split('/')[0]))];
    },
    foldersNamed: async () => [],
    read: async (file) => files[file] ?? null,
  };
}

/** A known generator, or one with this name. */
function sourceOf(id: string): SiteSource {
  const known = sites.find((site) => site.id === id);
  return known ?? { ...sites[0], id: id as SiteSource['id'], facts: async () => plainFacts };
}

describe('the dialect of a site', () => {
  it.each([
    ['jekyll', 'liquid', 'kramdown'],
    ['hugo', 'shortcodes', 'goldmark'],
    ['eleventy', 'liquid', 'markdown-it'],
    ['astro', 'none', 'remark'],
    ['gatsby', 'none', 'remark'],
    ['docusaurus', 'mdx', 'mdx'],
    ['hexo', 'nunjucks', 'marked'],
    ['zola', 'tera', 'pulldown-cmark'],
    ['nikola', 'shortcodes', 'python'],
    ['pelican', 'none', 'python'],
    ['another', 'none', 'portable'],
  ])('%s: %s, %s', async (id, templates, markdown) => {
    const dialectFor = await siteDialect(sourceOf(id), folderOf({}));
    expect(dialectFor('.md')).toMatchObject({ templates, markdown });
  });

  it('of Astro and Gatsby is MDX by the extension', async () => {
    for (const id of ['astro', 'gatsby', 'eleventy']) {
      expect((await siteDialect(sourceOf(id), folderOf({})))('.mdx').templates).toBe('mdx');
    }
  });

  it('is defined for every known generator', async () => {
    for (const site of sites) {
      expect((await siteDialect(site, folderOf({})))('.md').markdown, site.id).not.toBe('portable');
    }
  });

  it.each<[string, string, string, Mark, boolean]>([
    ['jekyll', '_config.yml', '', 'emoji', false],
    ['jekyll', '_config.yml', 'plugins: [jemoji]', 'emoji', true],
    ['jekyll', '_config.yml', 'gems:\n  - jemoji\n', 'emoji', true],
    ['jekyll', 'Gemfile', 'group :jekyll_plugins do\n  gem "jemoji"\nend', 'emoji', true],
    ['jekyll', '_config.yml', '# plugins: [jemoji]', 'emoji', false],
    ['jekyll', '_config.yml', 'markdown: kramdown', 'typographer', true],
    ['jekyll', '_config.yml', 'markdown: CommonMarkGhPages', 'typographer', false],
    ['hugo', 'hugo.toml', '', 'typographer', true],
    ['hugo', 'hugo.toml', 'enableEmoji = true', 'emoji', true],
    ['hugo', 'config.yaml', 'enableEmoji: true', 'emoji', true],
    ['hugo', 'hugo.json', '{ "enableEmoji": true }', 'emoji', true],
    ['hugo', 'config/_default/hugo.toml', 'enableEmoji = true', 'emoji', true],
    ['hugo', 'hugo.toml', 'enableEmoji = false', 'emoji', false],
    ['hugo', 'hugo.toml', '[markup.goldmark.extensions]\n  typographer = false', 'typographer', false],
    ['hugo', 'hugo.toml', '[markup.goldmark.extensions.typographer]\n  disable = true', 'typographer', false],
    ['hugo', 'config/_default/markup.yaml', 'goldmark:\n  extensions:\n    typographer: false', 'typographer', false],
    ['hugo', 'hugo.toml', '[markup.goldmark.extensions]\n  definitionList = false', 'definitions', false],
    ['eleventy', 'eleventy.config.js', '', 'typographer', false],
    ['eleventy', 'eleventy.config.js', 'markdownIt({ html: true, typographer: true })', 'typographer', true],
    ['eleventy', '.eleventy.js', "const emoji = require('markdown-it-emoji');", 'emoji', true],
    ['eleventy', '.eleventy.js', "require('markdown-it-mark')", 'highlights', true],
    ['eleventy', '.eleventy.js', "require('markdown-it-deflist')", 'definitions', true],
    ['astro', 'astro.config.mjs', 'export default {}', 'typographer', true],
    ['astro', 'astro.config.mjs', 'export default { markdown: { smartypants: false } }', 'typographer', false],
    ['astro', 'astro.config.ts', "import remarkDirective from 'remark-directive'", 'directives', true],
    ['astro', 'astro.config.mjs', 'export default {}', 'directives', false],
    ['astro', 'astro.config.mjs', "import emoji from 'remark-emoji'", 'emoji', true],
    ['gatsby', 'gatsby-config.js', '', 'typographer', false],
    ['gatsby', 'gatsby-config.js', "plugins: ['gatsby-remark-smartypants']", 'typographer', true],
    ['docusaurus', 'docusaurus.config.js', '', 'emoji', true],
    ['docusaurus', 'docusaurus.config.js', 'markdown: { emoji: false }', 'emoji', false],
    ['docusaurus', 'docusaurus.config.js', '', 'typographer', false],
    ['hexo', '_config.yml', '', 'typographer', true],
    ['hexo', '_config.yml', 'marked:\n  smartypants: false', 'typographer', false],
    ['zola', 'config.toml', '[markdown]\nrender_emoji = true', 'emoji', true],
    ['zola', 'config.toml', '[markdown]\nsmart_punctuation = true', 'typographer', true],
    ['zola', 'config.toml', '', 'typographer', false],
    ['pelican', 'pelicanconf.py', 'TYPOGRIFY = True', 'typographer', true],
  ])('%s with %s: %j: %s %s', async (id, file, text, mark, isOn) => {
    const dialectFor = await siteDialect(sourceOf(id), folderOf({ [file]: text }));
    expect(dialectFor('.md').marks.has(mark)).toBe(isOn);
  });
});
