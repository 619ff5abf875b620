/** The generators whose sites are known: by which files, where their posts are, and what else makes a post of a file. */
import type { Post } from '../posts/post.ts';
import { readDate } from '../posts/post-date.ts';
import { requiredKeys } from './astro-schema.ts';
import { type LeftOut, leftOut, type SiteFolder, type SiteSource } from './post-source.ts';
import {
  configuration,
  existing,
  hugoContent,
  hugoTakesSlugs,
  jekyllContent,
  jekyllExcludes,
  listed,
  pathsIn,
} from './site-content.ts';
import { docusaurusLanguage, eleventyLanguage, type SiteFacts } from './site-facts.ts';

/** Of a generator that takes Markdown for Markdown, MDX for MDX, and posts without any key. */
const plainFacts: SiteFacts = { templates: { md: 'none', mdx: 'mdx' }, required: [] };

const hugo: SiteSource = {
  kind: 'site',
  id: 'hugo',
  name: 'a Hugo site',
  recognise: (names) =>
    hasConfig(names, /^hugo\.(?:toml|ya?ml|json)$/) ||
    (names.has('content') && (names.has('archetypes') || hasConfig(names, /^config(?:\.(?:toml|ya?ml|json))?$/))),
  content: hugoContent,
  adapt(post, path, today) {
    const { data } = post.frontMatter;
    const expiry = dayOf(data.expiryDate ?? data.expirydate ?? data.unpublishdate);
    if (expiry !== null && expiry <= today) return leftOut('expired', path, `it expired on ${expiry}.`);
    const publish = dayOf(data.publishDate ?? data.publishdate) ?? post.date?.iso.slice(0, 10) ?? '';
    return { ...post, draft: post.draft || publish > today };
  },
  async facts(site) {
    const required = (await hugoTakesSlugs(site)) ? [{ key: 'slug', kind: 'text', choices: [] } as const] : [];
    return { templates: { md: 'shortcodes', mdx: 'shortcodes' }, required };
  },
};

const docusaurusConfig = /^docusaurus\.config\.[cm]?[jt]s$/;

const docusaurus: SiteSource = {
  kind: 'site',
  id: 'docusaurus',
  name: 'a Docusaurus site',
  recognise: (names) => hasConfig(names, docusaurusConfig),
  async content(site) {
    const settings = await configuration(site, docusaurusConfig);
    const named = pathsIn(settings, /\bblog\s*:\s*\{[^}]*?\bpath\s*:\s*["'`]([^"'`]+)/g);
    return {
      posts: await existing(site, [...named, 'blog']),
      pages: await existing(site, ['docs', 'src/pages']),
    };
  },
  adapt: (post, path) => partial(path) ?? datedByFolders(post, path),
  async facts(site) {
    const md = docusaurusLanguage(await configuration(site, docusaurusConfig));
    return { templates: { md, mdx: 'mdx' }, required: [] };
  },
};

const astro: SiteSource = {
  kind: 'site',
  id: 'astro',
  name: 'an Astro site',
  recognise: (names) => hasConfig(names, /^astro\.config\.[cm]?[jt]s$/),
  async content(site) {
    const named = pathsIn((await astroSchema(site)) ?? '', /\bbase\s*:\s*["'`]([^"'`]+)/g).filter((path) =>
      blogName.test(path),
    );
    const usual = listed(['src/content', 'src/data', 'src/pages', 'content'], blogNames);
    return {
      posts: await existing(site, [...named, ...usual]),
      pages: await existing(site, ['src/pages', 'src/content']),
    };
  },
  adapt: (post, path) => partial(path) ?? post,
  async facts(site, postsFolder) {
    const schema = await astroSchema(site);
    return { ...plainFacts, required: schema === null ? null : requiredKeys(schema, postsFolder) };
  },
};

/** The text that says what Astro's collections are; null without one. */
async function astroSchema(site: SiteFolder): Promise<string | null> {
  return (await site.read('src/content.config.ts')) ?? (await site.read('src/content/config.ts'));
}

const gatsbyConfig = /^gatsby-config\.[cm]?[jt]s$/;

const gatsby: SiteSource = {
  kind: 'site',
  id: 'gatsby',
  name: 'a Gatsby site',
  recognise: (names) => hasConfig(names, gatsbyConfig),
  async content(site) {
    const settings = await configuration(site, gatsbyConfig);
    const named = pathsIn(settings, /\bpath\s*:\s*["'`](?:\$\{__dirname\})?([^"'`$]+)/g);
    const usual = listed(['content', 'src', 'src/content', 'src/pages', ''], blogNames);
    const posts = await existing(site, [...named.filter((path) => blogName.test(path)), ...usual]);
    return { posts, pages: await existing(site, ['content', 'src/pages']) };
  },
  adapt: (post) => post,
  facts: async () => plainFacts,
};

/** Collections in which Eleventy's own blog keeps all posts; they name no subject. */
const collections = /^(?:posts?|blog|articles?|all|nav)$/i;

const eleventyConfig = /^(?:\.eleventy|eleventy\.config)\.[cm]?[jt]s$/;

const eleventy: SiteSource = {
  kind: 'site',
  id: 'eleventy',
  name: 'an Eleventy site',
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

const jekyll: SiteSource = {
  kind: 'site',
  id: 'jekyll',
  name: 'a Jekyll site',
  recognise: (names) => hasConfig(names, /^_config\.(?:ya?ml|toml)$/) || names.has('_posts'),
  content: jekyllContent,
  async exposed(site, names) {
    const excluded = await jekyllExcludes(site);
    return names.filter((name) => !excluded.has(name));
  },
  adapt(post, path, today) {
    const folders = path.split('/').slice(0, -1);
    const at = folders.findIndex((folder) => folder === '_posts' || folder === '_drafts');
    const above = folders.slice(0, Math.max(0, at)).filter((folder) => !folder.startsWith('_') && folder !== 'src');
    const day = post.date?.iso.slice(0, 10) ?? '';
    return { ...post, categories: [...new Set([...above, ...post.categories])], draft: post.draft || day > today };
  },
  facts: async () => ({ templates: { md: 'liquid', mdx: 'liquid' }, required: [] }),
};

/** Every kind of site, those with a configuration file of their own name before those with a common one. */
export const sites: readonly SiteSource[] = [hugo, docusaurus, astro, gatsby, eleventy, jekyll];

/** Names of folders with posts in them. */
const blogNames = ['blog', 'posts', 'post', 'articles', 'writing', '_posts'];
const blogName = new RegExp(`(?:^|/)(?:${blogNames.join('|')})/?$`);

function hasConfig(names: ReadonlySet<string>, pattern: RegExp): boolean {
  return [...names].some((name) => pattern.test(name));
}

function dayOf(value: unknown): string | null {
  return typeof value === 'string' ? (readDate(value)?.iso.slice(0, 10) ?? null) : null;
}

/** Files and folders whose names begin with _ are parts of other pages. */
function partial(path: string): LeftOut | null {
  const isPartial = path.split('/').some((name) => name.startsWith('_') && name !== '_posts');
  return isPartial ? leftOut('no post', path, 'names that begin with _ are parts of pages, not posts.') : null;
}

/** `2019-03-10/slug.md` and `2019/03/10/slug.md` have their dates too. */
function datedByFolders(post: Post, path: string): Post {
  if (post.date !== null) return post;
  const [, year, month, day] = /(?:^|\/)(\d{4})[-/](\d{2})[-/](\d{2})(?=[-/])/.exec(path) ?? [];
  return year === undefined ? post : { ...post, date: readDate(`${year}-${month}-${day}`) };
}
