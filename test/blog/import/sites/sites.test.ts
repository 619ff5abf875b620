import { describe, expect, it } from 'vitest';
import { siteWith } from '../../../../src/blog/import/post-sources.ts';
import { sites } from '../../../../src/blog/import/sites/sites.ts';

describe('the site of a folder', () => {
  it.each([
    ['hugo', 'hugo.toml content'],
    ['hugo', 'hugo.yaml'],
    ['hugo', 'hugo.yml themes static'],
    ['hugo', 'hugo.json content package.json'],
    ['hugo', 'config.toml content themes static layouts'],
    ['hugo', 'config.yaml content archetypes'],
    ['hugo', 'config.json content assets'],
    ['hugo', 'config content archetypes themes'],
    ['hugo', 'config content'],
    ['hugo', 'content archetypes'],
    ['hugo', 'content config.yml'],
    ['hugo', '_config.yml config.toml content layouts'],
    ['hugo', 'package.json node_modules config.toml content themes netlify.toml'],
    ['eleventy', '.eleventy.js config content'],
    ['eleventy', '.eleventy.js config content archetypes'],
    ['eleventy', '.eleventy.cjs _posts'],
    ['eleventy', 'eleventy.config.js content config.json static'],
    ['eleventy', 'eleventy.config.mjs _config.yml _posts'],
    ['eleventy', 'eleventy.config.ts src'],
    ['eleventy', '.eleventy.js config.toml content themes'],
    ['astro', 'astro.config.mjs src public'],
    ['astro', 'astro.config.ts config content'],
    ['astro', 'astro.config.mjs _config.yml'],
    ['gatsby', 'gatsby-config.js content config'],
    ['gatsby', 'gatsby-config.ts gatsby-node.ts src'],
    ['gatsby', 'gatsby-config.mjs config.yml content'],
    ['docusaurus', 'docusaurus.config.js blog docs'],
    ['docusaurus', 'docusaurus.config.ts _config.yml'],
    ['docusaurus', 'docusaurus.config.mjs i18n content config'],
    ['docusaurus', 'siteConfig.js blog core'],
    ['jekyll', '_config.yml _posts'],
    ['jekyll', '_config.yaml index.md'],
    ['jekyll', '_config.toml'],
    ['jekyll', '_posts Gemfile'],
    ['jekyll', '_config.yml config content'],
    ['jekyll', '_config.yml _posts package.json webpack.config.js config'],
    [null, 'content'],
    [null, 'config'],
    [null, 'config.toml'],
    [null, 'content posts images'],
    [null, 'siteConfig.js'],
    [null, 'package.json src README.md'],
    [null, 'my-astro.config.mjs'],
    [null, 'hugo.toml.bak content'],
    [null, '_config.yml.example'],
    [null, 'posts drafts'],
    [null, ''],
  ])('is of %s: %s', (id, names) => {
    expect(siteWith(new Set(names.split(' ')))?.id ?? null).toBe(id);
  });

  it.each(sites.map((site) => [site.id, site] as const))(
    'of %s gives the extensions of its posts, in lower case',
    (_, site) => {
      expect(site.postExtensions).toContain('.md');
      const all = [...site.postExtensions, ...Object.keys(site.unreadExtensions)];
      expect(all.filter((extension) => !/^(?:\.[a-z0-9]+)+$/.test(extension))).toEqual([]);
      expect(new Set(all).size).toBe(all.length);
    },
  );
});
