import { type JsonObject, objectIn, objectsIn } from '../json-values.ts';
import type { SiteFolder } from '../post-source.ts';
import { globMatches } from './glob-match.ts';
import { objectInFile } from './site-files.ts';
import { plainPath, textsIn } from './site-paths.ts';

/** A folder of content files. */
export interface HugoPlace {
  readonly folder: string;
  /** Where its files belong in the content: '' or a section. */
  readonly at: string;
  /** The language of all its files; null if their names give it. */
  readonly language: string | null;
  /** Globs of files to include, empty for all, and of files to exclude. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A site's configuration for its posts; the keys of all objects are in lower case. */
export interface HugoSettings {
  readonly places: readonly HugoPlace[];
  /** The site's own language, and all languages. */
  readonly language: string;
  readonly languages: ReadonlySet<string>;
  readonly mainSections: readonly string[];
  readonly buildDrafts: boolean;
  readonly buildFuture: boolean;
  readonly buildExpired: boolean;
  /** Regular expressions for paths. */
  readonly ignoreFiles: readonly string[];
  /** Keys for each kind of date, if not the defaults. */
  readonly dates: JsonObject;
  readonly cascade: unknown;
  readonly timeZone: string;
}

/** Names of Hugo's configuration file in a site's folder. */
const rootFile = /^(?:hugo|config)\.(?:toml|ya?ml|json)$/;

/** Folders with parts of the configuration, whose file names are keys; later ones override earlier ones. */
const folders = ['config/_default', 'config/production'];

/** Reads `hugo.toml` and its variants, and the files in `config/`. Broken files are ignored. */
export async function hugoSettings(site: SiteFolder): Promise<HugoSettings> {
  let all: JsonObject = {};
  for (const name of (await site.names('')).filter((name) => rootFile.test(name))) {
    all = merged(all, withLowerCaseKeys(objectInFile(name, (await site.read(name)) ?? '')));
  }
  for (const folder of folders) {
    for (const name of await site.names(folder)) {
      const [, key] = /^([\w-]+)\.(?:toml|ya?ml|json)$/.exec(name) ?? [];
      if (key === undefined) continue;
      const part = withLowerCaseKeys(objectInFile(name, (await site.read(`${folder}/${name}`)) ?? ''));
      all = merged(all, /^(?:hugo|config)$/.test(key) ? part : { [key.toLowerCase()]: part });
    }
  }
  return settingsOf(all);
}

function settingsOf(all: JsonObject): HugoSettings {
  const languages = objectIn(all.languages) ?? {};
  const language = typeof all.defaultcontentlanguage === 'string' ? all.defaultcontentlanguage.toLowerCase() : 'en';
  const params = objectIn(all.params) ?? {};
  const ofLanguage = objectIn(languages[language]) ?? {};
  const sections = [
    ...textsIn(params.mainsections),
    ...textsIn(all.mainsections),
    ...textsIn((objectIn(ofLanguage.params) ?? ofLanguage).mainsections),
  ];
  return {
    places: placesOf(all, languages, language),
    language,
    languages: new Set([language, ...Object.keys(languages)]),
    mainSections: [...new Set(sections.map(plainPath))],
    buildDrafts: all.builddrafts === true,
    buildFuture: all.buildfuture === true,
    buildExpired: all.buildexpired === true,
    ignoreFiles: textsIn(all.ignorefiles),
    dates: objectIn(all.frontmatter) ?? {},
    cascade: all.cascade,
    timeZone: typeof all.timezone === 'string' ? all.timezone : 'UTC',
  };
}

function placesOf(all: JsonObject, languages: JsonObject, language: string): HugoPlace[] {
  const mounts = objectsIn(objectIn(all.module)?.mounts).flatMap((mount): HugoPlace[] => {
    const [, at] = /^\/?content(?:\/(.*))?$/.exec(String(mount.target ?? '')) ?? [null, null];
    if (at === null || typeof mount.source !== 'string' || mount.source.startsWith('..')) return [];
    return [
      {
        folder: plainPath(mount.source),
        at: plainPath(at ?? ''),
        language: typeof mount.lang === 'string' ? mount.lang.toLowerCase() : null,
        include: textsIn(mount.includefiles),
        exclude: textsIn(mount.excludefiles),
      },
    ];
  });
  if (mounts.length > 0) return byLanguage(mounts, language);
  const usual = typeof all.contentdir === 'string' ? plainPath(all.contentdir) : 'content';
  const plain = { at: '', include: [], exclude: [] };
  const own = Object.entries(languages).flatMap(([name, value]): HugoPlace[] => {
    const folder = objectIn(value)?.contentdir;
    return typeof folder === 'string' ? [{ ...plain, folder: plainPath(folder), language: name }] : [];
  });
  const hasOwn = own.some((place) => place.language === language);
  return byLanguage(hasOwn ? own : [...own, { ...plain, folder: usual, language: null }], language);
}

/** Matches Hugo's globs: case is ignored, and a slash after `**` is required. */
export function hugoGlobMatches(glob: string, path: string): boolean {
  return globMatches(glob.toLowerCase().replaceAll('**/', '**\\/'), path.toLowerCase());
}

/** Puts the site's own language first. */
function byLanguage(places: readonly HugoPlace[], language: string): HugoPlace[] {
  const isOwn = (place: HugoPlace) => place.language === null || place.language === language;
  return [...places.filter(isOwn), ...places.filter((place) => !isOwn(place))];
}

/** Hugo ignores the case of keys. */
export function withLowerCaseKeys(value: JsonObject, depth = 0): JsonObject {
  const inner = (one: unknown): unknown => {
    if (depth > 20) return one;
    if (Array.isArray(one)) return one.map(inner);
    const object = one instanceof Date ? null : objectIn(one);
    return object === null ? one : withLowerCaseKeys(object, depth + 1);
  };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toLowerCase(), inner(one)]));
}

function merged(first: JsonObject, second: JsonObject): JsonObject {
  const all: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const [one, other] = [objectIn(all[key]), objectIn(value)];
    all[key] = one === null || other === null ? value : merged(one, other);
  }
  return all;
}
