import { type LeftOut, leftOut, type SiteFolder } from '../post-source.ts';
import { pathBelow } from './site-paths.ts';

/** The languages of a site's posts, in folders named after them; the site's own first. */
export type SiteLanguages = readonly string[];

/**
 * The languages named in the configuration. Without them: if all folders directly below a folder of posts are named
 * after languages, and two of them contain a file or folder with the same name, these, with English or else the first
 * one as the site's own.
 */
export async function languagesOf(
  site: SiteFolder,
  posts: readonly string[],
  named: SiteLanguages,
): Promise<SiteLanguages> {
  if (named.length > 0) return named.map((name) => name.toLowerCase());
  for (const folder of posts) {
    const inside = (await site.names(folder)).filter((name) => !name.startsWith('.'));
    const folders = inside.filter((name) => !/\.\w+$/.test(name));
    if (folders.length < 2 || !folders.every(isLanguage)) continue;
    const seen = new Set<string>();
    for (const name of folders) {
      const names = await site.names(`${folder}/${name}`);
      if (names.some((one) => seen.has(one))) {
        const own = folders.find((one) => /^en\b/i.test(one)) ?? folders[0];
        return [own, ...folders.filter((one) => one !== own)].map((one) => one.toLowerCase());
      }
      for (const one of names) seen.add(one);
    }
  }
  return [];
}

/** Why a file in the folder of another language is not a post of the site; null if it is one. */
export function translationOf([own, ...others]: SiteLanguages, posts: readonly string[], path: string): LeftOut | null {
  for (const folder of posts) {
    const names = pathBelow(folder, path)?.split('/') ?? [];
    const language = names.length > 1 ? names[0].toLowerCase() : '';
    if (others.includes(language)) {
      return leftOut('translation', path, `it is in another language (${language}) than the site (${own}).`);
    }
  }
  return null;
}

/** How many posts' folders are examined for translations: a site has them in most or in none. */
const examinedFolders = 50;

/**
 * The languages of translations that posts have in their own folders: `a-post/index.md` next to `a-post/de/index.md`. Empty
 * unless a post has two or more, or two posts have one.
 */
export async function languagesInPosts(site: SiteFolder, posts: readonly string[]): Promise<ReadonlySet<string>> {
  const languages = new Set<string>();
  let found = 0;
  for (const folder of posts) {
    const folders = (await site.names(folder)).filter((name) => !/^\.|\.mdx?$/.test(name));
    for (const name of folders.slice(0, examinedFolders)) {
      const names = await site.names(`${folder}/${name}`);
      if (!names.some((one) => index.test(one))) continue;
      for (const language of names.filter(isLanguage)) {
        languages.add(language);
        found++;
      }
    }
  }
  return found < 2 ? new Set() : languages;
}

const index = /^index\.mdx?$/i;

/** Why a file is only a translation of the post whose folder it is in; null if it is not. */
export function translationInPost(
  languages: ReadonlySet<string>,
  posts: readonly string[],
  path: string,
): LeftOut | null {
  for (const folder of posts) {
    const [language, file] = pathBelow(folder, path)?.split('/').slice(1).slice(-2) ?? [];
    if (file === undefined || !index.test(file) || !languages.has(language)) continue;
    return leftOut('translation', path, `it is in another language (${language}) than the post in its parent folder.`);
  }
  return null;
}

/** `en`, `pt-br`, `zh_Hans`: two letters that denote a language, and an optional suffix. */
function isLanguage(name: string): boolean {
  if (!/^[a-z]{2}(?:[-_](?:[a-z]{2}|[a-z]{4}))?$/i.test(name)) return false;
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  return names.of(name.slice(0, 2).toLowerCase()) !== undefined;
}
