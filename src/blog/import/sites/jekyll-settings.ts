import { type JsonObject, objectIn, objectsIn } from '../json-values.ts';
import type { SiteFolder } from '../post-source.ts';
import { globMatches } from './glob-match.ts';
import type { Defaults } from './post-defaults.ts';
import { firstObject } from './site-files.ts';
import { plainPath, textsIn } from './site-paths.ts';

/** Default front matter for some files. */
interface ScopedDefaults {
  readonly path: string;
  /** 'posts' or 'drafts'; null for all. */
  readonly type: string | null;
  readonly values: Defaults;
}

/** A site's configuration for its posts, from `_config.yml`. */
export interface JekyllSettings {
  /** The source folder, '' for the site's own. */
  readonly source: string;
  /** The folder that contains the folders of posts; '' for anywhere. */
  readonly collectionsFolder: string;
  readonly collections: readonly string[];
  /** Extensions of Markdown files, in lower case and with the dot. */
  readonly markdownExtensions: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly future: boolean;
  readonly showDrafts: boolean;
  readonly unpublished: boolean;
  readonly defaults: readonly ScopedDefaults[];
  readonly timeZone: string;
  /** Languages of posts, the site's own first; empty if posts have no language. */
  readonly languages: readonly string[];
}

/** What Jekyll excludes by default. */
export const usualExclude = [
  '.sass-cache',
  '.jekyll-cache',
  'gemfiles',
  'Gemfile',
  'Gemfile.lock',
  'node_modules',
  'vendor/bundle/',
  'vendor/cache/',
  'vendor/gems/',
  'vendor/ruby/',
];

/** Reads `_config.yml`. A broken file is ignored. */
export async function jekyllSettings(site: SiteFolder): Promise<JekyllSettings> {
  const settings = (await firstObject(site, ['_config.yml', '_config.yaml', '_config.toml'])) ?? {};
  const { collections, languages } = settings;
  const text = (key: string, otherwise: string) => {
    const value = settings[key];
    return typeof value === 'string' ? value : otherwise;
  };
  const inside = (path: string) => (path.startsWith('..') || path.startsWith('/') ? '' : plainPath(path));
  return {
    source: inside(text('source', '')),
    collectionsFolder: inside(text('collections_dir', '')),
    collections: Array.isArray(collections) ? collections.map(String) : Object.keys(objectIn(collections) ?? {}),
    markdownExtensions: text('markdown_ext', 'markdown,mkdown,mkdn,mkd,md')
      .split(',')
      .map((name) => `.${name.trim().toLowerCase()}`),
    include: textsIn(settings.include),
    exclude: [...usualExclude, ...textsIn(settings.exclude)],
    future: settings.future === true,
    showDrafts: settings.show_drafts === true,
    unpublished: settings.unpublished === true,
    defaults: objectsIn(settings.defaults).map(scoped),
    timeZone: text('timezone', 'UTC'),
    languages: [...new Set([text('default_lang', ''), ...textsIn(languages)])].filter((name) => name !== ''),
  };
}

function scoped({ scope, values }: JsonObject): ScopedDefaults {
  const { path, type } = objectIn(scope) ?? {};
  return {
    path: typeof path === 'string' ? path.replace(/^\//, '') : '',
    type: typeof type === 'string' ? type.replace(/^(?:post|draft|page)$/, '$&s') : null,
    values: objectIn(values) ?? {},
  };
}

/**
 * The configuration's defaults for a post at `path`, relative to the source; the scope with the longest path counts.
 */
export function jekyllDefaults({ defaults, collectionsFolder }: JekyllSettings, path: string): Defaults {
  const inCollections = (name: string) =>
    collectionsFolder !== '' && name.startsWith(`${collectionsFolder}/`)
      ? name.slice(collectionsFolder.length + 1)
      : name;
  const type = /(?:^|\/)_drafts\//.test(path) ? 'drafts' : 'posts';
  const fits = (scope: ScopedDefaults) => {
    if (scope.type !== null && scope.type !== type) return false;
    if (scope.path.includes('*')) return globMatches(`${scope.path}{,/**}`, path);
    return inCollections(path).startsWith(inCollections(scope.path));
  };
  const ranked = defaults
    .filter(fits)
    .sort((a, b) => a.path.length - b.path.length || Number(a.type !== null) - Number(b.type !== null));
  return Object.assign({}, ...ranked.map(({ values }) => values));
}

/** Why Jekyll ignores a path relative to the source; null if it does not. */
export function jekyllIgnores({ include, exclude }: JekyllSettings, path: string): string | null {
  const names = path.split('/');
  for (const [depth, name] of names.entries()) {
    const until = names.slice(0, depth + 1).join('/');
    if (include.some((glob) => matchesEntry(glob, name) || matchesEntry(glob, until))) continue;
    const left = exclude.find((glob) => !include.includes(glob) && matchesEntry(glob, until));
    if (left !== undefined) return `the configuration excludes ${left}.`;
    const isFolderOfPosts = name === '_posts' || name === '_drafts';
    if (/^[._#~]|~$/.test(name) && !isFolderOfPosts) return `Jekyll does not build names such as ${name}.`;
  }
  return null;
}

/** A pattern of `exclude` or `include` also matches every path that begins with it, and its `*` matches slashes. */
function matchesEntry(pattern: string, path: string): boolean {
  const plain = pattern.replace(/^\.?\//, '');
  if (plain === '') return false;
  return `${path}/`.startsWith(plain) || globMatches(plain.replace(/\*+/g, '**').replaceAll('**/', '**\\/'), path);
}
