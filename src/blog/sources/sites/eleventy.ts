import { leftOut, type SiteSource } from '../post-source.ts';
import { unreadFor } from './post-extensions.ts';
import { configuration, existing, listed, pathsIn } from './site-content.ts';
import { eleventyLanguage } from './site-facts.ts';
import { blogNames, datedByFolders, hasConfig } from './site-rules.ts';

/** Collections in which Eleventy's own blog keeps all posts; they name no subject. */
const collections = /^(?:posts?|blog|articles?|all|nav)$/i;

const eleventyConfig = /^(?:\.eleventy|eleventy\.config)\.[cm]?[jt]s$/;

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
  async content(site) {
    const settings = await configuration(site, eleventyConfig);
    const [input = ''] = pathsIn(settings, /(?:\binput\s*:|setInputDirectory\()\s*["'`]([^"'`]+)/g);
    const usual = listed([...new Set([input, `${input}/content`, 'content', 'src', 'src/content'])], blogNames);
    return { posts: await existing(site, usual), pages: [input] };
  },
  adapt(post, path) {
    if (post.frontMatter.data.eleventyExcludeFromCollections === true) {
      return leftOut('page', path, 'it is excluded from all collections, so it is no post.');
    }
    return { ...datedByFolders(post, path), tags: post.tags.filter((tag) => !collections.test(tag)) };
  },
  async facts(site) {
    const md = eleventyLanguage(await configuration(site, eleventyConfig));
    return { templates: { md, mdx: 'mdx' }, required: [] };
  },
};
