import type { SiteFolder } from '../post-source.ts';
import { globMatches } from './glob-match.ts';
import { configuration, pathsIn } from './site-content.ts';
import { pathBelow, plainPath } from './site-paths.ts';

export const eleventyConfig = /^(?:\.eleventy|eleventy\.config)\.[cm]?[jt]s$/;

/** An Eleventy site's configuration for its posts, as far as it consists of literals. */
export interface EleventySettings {
  /** The input folder, '' for the site's own. */
  readonly input: string;
  /** Folders of layouts, data and output, relative to the site. */
  readonly others: readonly string[];
  /** Extensions of templates with the dot; null for the defaults. */
  readonly formats: readonly string[] | null;
  /** Globs, folders and files to ignore, relative to the site. */
  readonly ignores: readonly string[];
  readonly text: string;
}

/** Reads the configuration and the ignore files. */
export async function eleventySettings(site: SiteFolder): Promise<EleventySettings> {
  const text = await configuration(site, eleventyConfig);
  const [input = ''] = pathsIn(text, /(?:\binput["']?\s*:|setInputDirectory\()\s*["'`]([^"'`\n]+)/g);
  const within = (path: string) => [input, path].filter((part) => part !== '').join('/');
  const folder = (key: string, setter: string, otherwise: string) =>
    pathsIn(text, new RegExp(`(?:\\b${key}["']?\\s*:|${setter}\\()\\s*["'\`]([^"'\`\\n]+)`, 'g'))[0] ?? otherwise;
  const formats = Array.from(
    text.matchAll(
      /\b(?:templateFormats["']?\s*:|(?:set|add)TemplateFormats\()\s*(\[[^\]]{0,500}\]|["'`][^"'`\n]*["'`])/g,
    ),
    ([, list]) => Array.from(list.matchAll(/[\w.]+/g), ([name]) => `.${name.toLowerCase()}`),
  ).flat();
  return {
    input,
    others: [
      within(folder('includes', 'setIncludesDirectory', '_includes')),
      within(folder('layouts', 'setLayoutsDirectory', '_layouts')),
      within(folder('data', 'setDataDirectory', '_data')),
      folder('output', 'setOutputDirectory', '_site'),
    ].filter((path) => path !== ''),
    formats: formats.length === 0 || /\baddTemplateFormats\(/.test(text) ? null : formats,
    ignores: [
      ...Array.from(text.matchAll(/\bignores\s*\.\s*add\(\s*["'`]([^"'`\n]+)/g), ([, glob]) => glob),
      ...(/setUseGitIgnore\(\s*false/.test(text) ? [] : await linesOf(site, '.gitignore', '')),
      ...(await linesOf(site, '.eleventyignore', '')),
      ...(input === '' ? [] : await linesOf(site, within('.eleventyignore'), input)),
    ],
    text,
  };
}

/** At most this many lines of an ignore file are read. */
const maxLines = 2000;

/** The patterns in an ignore file, relative to the site; Eleventy does not support patterns that begin with `!`. */
async function linesOf(site: SiteFolder, file: string, folder: string): Promise<string[]> {
  const lines = ((await site.read(file)) ?? '').split('\n', maxLines).map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !/^[#!]/.test(line))
    .map((line) => (line.startsWith('**/') || folder === '' ? line : `${folder}/${line}`));
}

/** Whether Eleventy ignores a path in the site. */
export function eleventyIgnores({ input, others, ignores }: EleventySettings, path: string): boolean {
  if (pathBelow(input, path) === null || others.some((folder) => pathBelow(folder, path) !== null)) return true;
  return ignores.some((glob) => {
    const plain = glob.startsWith('**/') ? glob : plainPath(glob);
    return globMatches(plain, path) || globMatches(`${plain}/**`, path);
  });
}
