import type { Post } from '../../posts/post.ts';
import { type LeftOut, leftOut, type SiteContent, type SiteFolder } from '../post-source.ts';
import { collectionsIn, hasDates } from './astro-schema.ts';
import { globMatches } from './glob-match.ts';
import { combinedPaths, existingFolders, maxProgramCharacters } from './site-content.ts';
import { languagesInPosts, languagesOf, translationInPost, translationOf } from './site-languages.ts';
import { pathBelow, plainPath } from './site-paths.ts';
import { blogName, blogNames, leftOutPartial } from './site-rules.ts';

const contentConfigs = ['src/content.config', 'src/content/config'].flatMap((name) =>
  ['ts', 'mts', 'js', 'mjs'].map((extension) => `${name}.${extension}`),
);

/** A folder of posts, and which of its files are posts. */
interface Place {
  readonly folder: string;
  /** Globs below it; null for everything except names that begin with _. */
  readonly patterns: readonly string[] | null;
}

/** The content configuration that defines Astro's collections; null without one. */
export async function astroSchema(site: SiteFolder): Promise<string | null> {
  for (const file of contentConfigs) {
    const text = await site.read(file);
    if (text !== null) return text.slice(0, maxProgramCharacters);
  }
  return null;
}

/** Collections named like a blog or with dates in their schema; without any, the usual folders. */
export async function astroContent(site: SiteFolder): Promise<SiteContent> {
  const schema = (await astroSchema(site)) ?? '';
  const collections = collectionsIn(schema).flatMap((collection): (Place & { isBlog: boolean })[] => {
    const { name, text, loader } = collection;
    // A custom loader may read from anywhere and has no folder.
    if (loader === null && (/\bloader\b/.test(text) || /\btype\s*:\s*["']data["']/.test(text) || name === ''))
      return [];
    const place =
      loader === null
        ? { folder: `src/content/${name}`, patterns: null }
        : withoutFixed(loader.base, loader.patterns.length === 0 ? null : loader.patterns);
    return [{ ...place, isBlog: blogName.test(name) || blogName.test(place.folder) || hasDates(schema, collection) }];
  });
  const blogs = collections.filter(({ isBlog }) => isBlog);
  const chosen = blogs.length > 0 ? blogs : collections.length === 1 ? collections : [];
  const own = await existingFolders(
    site,
    chosen.map(({ folder }) => folder),
  );
  const usual =
    collections.length > 0 && own.length > 0 ? ['src/pages'] : ['src/content', 'src/data', 'src/pages', 'content'];
  const named = [...new Set([...own, ...(await existingFolders(site, combinedPaths(usual, blogNames)))])];
  // Collections may have any name: if none is named like a blog, all of them contain posts.
  const anyName = (await site.names('src/content')).filter((name) => !name.includes('.'));
  const posts = named.length > 0 ? named : await existingFolders(site, combinedPaths(['src/content'], anyName));
  const settings = (await firstConfig(site)) ?? '';
  const languages = await languagesOf(site, posts, localesIn(settings));
  const inPosts = await languagesInPosts(site, posts);
  const pages = ['src/pages', 'src/content', ...collections.map(({ folder }) => folder)];
  return {
    posts,
    pages: await existingFolders(site, pages),
    adapt: (post, path) =>
      translationOf(languages, posts, path) ??
      translationInPost(inPosts, posts, path) ??
      leftOutBy(chosen, post, path) ??
      post,
  };
}

/**
 * Moves fixed folders at the start of a pattern into the base: `src/essays/**` of the site is everything in
 * `src/essays`.
 */
function withoutFixed(base: string, patterns: readonly string[] | null): Place {
  const wanted = patterns?.filter((pattern) => !pattern.startsWith('!')) ?? [];
  if (wanted.length !== 1 || patterns?.length !== 1) return { folder: base, patterns };
  const [, fixed, rest] = /^((?:[\w.@-]+\/)*)(.*)$/s.exec(wanted[0].replace(/^\.\//, ''))!;
  return { folder: [base, plainPath(fixed)].filter((part) => part !== '').join('/'), patterns: [rest] };
}

function leftOutBy(places: readonly Place[], post: Post, path: string): LeftOut | null {
  const around = places.filter(({ folder }) => pathBelow(folder, path) !== null);
  // A pattern may match such a name; a file without front matter cannot satisfy a schema.
  if (around.length === 0 || post.frontMatter.delimiter === 'none') {
    const reason = leftOutPartial(path);
    if (reason !== null || around.length === 0) return reason;
  }
  const isPost = around.some(({ folder, patterns }) => {
    const below = pathBelow(folder, path)!;
    if (patterns === null) return leftOutPartial(below) === null;
    const fits = (pattern: string) => globMatches(pattern.replace(/^!?(?:\.\/)?/, ''), below);
    const [not, wanted] = [
      patterns.filter((one) => one.startsWith('!')),
      patterns.filter((one) => !one.startsWith('!')),
    ];
    return wanted.some(fits) && !not.some(fits);
  });
  // Only these files are entries of a collection, whatever its pattern.
  if (isPost && /\.mdx?$/i.test(path)) return null;
  return leftOutPartial(path) ?? leftOut('no post', path, 'it does not match the pattern of its collection.');
}

async function firstConfig(site: SiteFolder): Promise<string | null> {
  const name = (await site.names('')).find((candidate) => /^astro\.config\.[cm]?[jt]s$/.test(candidate));
  return name === undefined ? null : site.read(name);
}

/** The languages of a site, its own first; empty if the configuration names none. */
function localesIn(settings: string): string[] {
  const [, own] = /\bdefaultLocale\s*:\s*["'`]([\w-]+)/.exec(settings) ?? [];
  const [, list = ''] = /\blocales\s*:\s*\[([^\]]{0,2000})\]/.exec(settings) ?? [];
  const all = Array.from(list.matchAll(/["'`]([\w-]+)["'`]/g), ([, name]) => name);
  return own === undefined ? [] : [own, ...all.filter((name) => name !== own)];
}
