/** Where sites keep their posts: what several generators have in common, and two with answers of their own. */
import type { SiteFolder } from '../post-source.ts';
import { plainPath } from './site-paths.ts';

/** Every name in every folder: `content/blog`, `content/posts`, … */
export function listed(folders: readonly string[], names: readonly string[]): string[] {
  return folders.flatMap((folder) => names.map((name) => (folder === '' ? name : `${folder}/${name}`)));
}

/** Those of the folders that are there and not empty, once each. */
export async function existing(site: SiteFolder, folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of new Set(folders.map(plainPath))) {
    if ((await site.names(folder)).length > 0) found.push(folder);
  }
  return found;
}

/** More characters of a configuration that is a program are not looked at. */
export const mostOfProgram = 200_000;

/** The text of the configuration file of this name, '' without one. It is a program: only what is plainly written counts. */
export async function configuration(site: SiteFolder, name: RegExp): Promise<string> {
  const file = (await site.names('')).find((candidate) => name.test(candidate));
  const text = file === undefined ? null : await site.read(file);
  return (text ?? '').slice(0, mostOfProgram).replace(/^[ \t]*\/\/.*$/gm, '');
}

/** The paths that a pattern's first group finds in a text. */
export function pathsIn(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, path]) => plainPath(path)).filter((path) => !path.startsWith('..'));
}

/** Names of the file in a Hugo site's folder that says what it is. */
const hugoConfigurations = /^(?:hugo|config)\.(?:toml|ya?ml|json)$/;

/**
 * Whether a Hugo site makes addresses of `:slug`. Of a post without one Hugo takes the title for it and leaves marks in
 * that end an address for a browser: behind a # in a title, nothing is found.
 */
export async function hugoTakesSlugs(site: SiteFolder): Promise<boolean> {
  const folder = 'config/_default';
  const parts = (await site.names(folder)).map((name) => site.read(`${folder}/${name}`));
  const texts = [await configuration(site, hugoConfigurations), ...(await Promise.all(parts))];
  return texts.some((text) => /:slug\b/.test(text ?? ''));
}
