/** Where sites keep their posts: shared by several generators, with special cases for two of them. */
import type { SiteFolder } from '../post-source.ts';
import { plainPath } from './site-paths.ts';

/** Every name in every folder: `content/blog`, `content/posts`, … */
export function combinedPaths(folders: readonly string[], names: readonly string[]): string[] {
  return folders.flatMap((folder) => names.map((name) => (folder === '' ? name : `${folder}/${name}`)));
}

/** The folders that exist and are not empty, without duplicates. */
export async function existingFolders(site: SiteFolder, folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of new Set(folders.map(plainPath))) {
    if ((await site.names(folder)).length > 0) found.push(folder);
  }
  return found;
}

/** At most this many characters of a configuration program are read. */
export const maxProgramCharacters = 200_000;

/** The text of the configuration file with this name, '' without one. It is a program; only literals are understood. */
export async function configuration(site: SiteFolder, name: RegExp): Promise<string> {
  const file = (await site.names('')).find((candidate) => name.test(candidate));
  const text = file === undefined ? null : await site.read(file);
  return (text ?? '').slice(0, maxProgramCharacters).replace(/^[ \t]*\/\/.*$/gm, '');
}

/** The paths that a pattern's first group matches in a text. */
export function pathsIn(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, path]) => plainPath(path)).filter((path) => !path.startsWith('..'));
}

/** Names of Hugo's configuration file in a site's folder. */
const hugoConfigurations = /^(?:hugo|config)\.(?:toml|ya?ml|json)$/;

/**
 * Whether a Hugo site's addresses contain `:slug`. For a post without a slug, Hugo uses the title and keeps characters
 * that end an address in a browser: a # in the title makes the page unreachable.
 */
export async function hugoTakesSlugs(site: SiteFolder): Promise<boolean> {
  const folder = 'config/_default';
  const parts = (await site.names(folder)).map((name) => site.read(`${folder}/${name}`));
  const texts = [await configuration(site, hugoConfigurations), ...(await Promise.all(parts))];
  return texts.some((text) => /:slug\b/.test(text ?? ''));
}
