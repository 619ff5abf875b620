import type { SiteSource } from '../post-source.ts';
import { eleventyContent } from './eleventy-content.ts';
import { eleventyConfig } from './eleventy-settings.ts';
import { unreadFor } from './post-extensions.ts';
import { configuration } from './site-content.ts';
import { eleventyLanguage } from './site-facts.ts';
import { hasConfig } from './site-rules.ts';

export const eleventy: SiteSource = {
  kind: 'site',
  id: 'eleventy',
  name: 'an Eleventy site',
  postExtensions: ['.md', '.markdown', '.mdx', '.html'],
  unreadExtensions: unreadFor(
    '.njk',
    '.liquid',
    '.11ty.js',
    '.11ty.cjs',
    '.11ty.mjs',
    '.11ty.ts',
    '.hbs',
    '.ejs',
    '.mustache',
    '.haml',
    '.pug',
    '.webc',
    '.vto',
    '.jsx',
    '.tsx',
    '.adoc',
    '.org',
    '.rst',
  ),
  recognise: (names) => hasConfig(names, eleventyConfig),
  content: eleventyContent,
  adapt: (post) => post,
  async facts(site) {
    const md = eleventyLanguage(await configuration(site, eleventyConfig));
    return { templates: { md, mdx: 'mdx' }, required: [] };
  },
};
