import { type JsonObject, objectIn, objectsIn } from '../json-values.ts';
import type { SiteFolder } from '../post-source.ts';
import { globMatches } from './glob-match.ts';
import { objectInFile } from './site-files.ts';
import { plainPath, textsIn } from './site-paths.ts';

/** A folder whose files are content. */
export interface HugoPlace {
  readonly folder: string;
  /** Where its files stand among the content: '' or a section. */
  readonly at: string;
  /** Of all of its files; null: their names tell. */
  readonly language: string | null;
  /** Globs of its files that count, none for all, and of those that do not. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** What a site's configuration says about its posts; keys of all objects are in lower case. */
export interface HugoSettings {
  readonly places: readonly HugoPlace[];
  /** The site's own, and all of them. */
  readonly language: string;
  readonly languages: ReadonlySet<string>;
  readonly mainSections: readonly string[];
  readonly buildDrafts: boolean;
  readonly buildFuture: boolean;
  readonly buildExpired: boolean;
  /** Regular expressions over paths. */
  readonly ignoreFiles: readonly string[];
  /** Keys of each kind of date, where they are not the usual ones. */
  readonly dates: JsonObject;
  readonly cascade: unknown;
  readonly timeZone: string;
}

/** Names of the file in a Hugo site's folder that says what it is. */
const rootFile = /^(?:hugo|config)\.(?:toml|ya?ml|json)$/;

/** Files in these are parts of the configuration: their names are keys of it. The later ones count more. */
const folders = ['config/_default', 'config/production'];

/** Reads `hugo.toml` and its like, and the files in `config/`. What is broken there says nothing. */
export async function hugoSettings(site: SiteFolder): Promise<HugoSettings> {
  let all: JsonObject = {};
  for (const name of (await site.names('')).filter((name) => rootFile.test(name))) {
    all = merged(all, lowered(objectInFile(name, (await site.read(name)) ?? '')));
  }
  for (const folder of folders) {
    for (const name of await site.names(folder)) {
      const [, key] = /^([\w-]+)\.(?:toml|ya?ml|json)$/.exec(name) ?? [];
      if (key === undefined) continue;
      const part = lowered(objectInFile(name, (await site.read(`${folder}/${name}`)) ?? ''));
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

/** Hugo's globs: in any case of letters, and a slash behind `**` has to be there. */
export function hugoGlobMatches(glob: string, path: string): boolean {
  return globMatches(glob.toLowerCase().replaceAll('**/', '**\\/'), path.toLowerCase());
}

/** The site's own language first. */
function byLanguage(places: readonly HugoPlace[], language: string): HugoPlace[] {
  const isOwn = (place: HugoPlace) => place.language === null || place.language === language;
  return [...places.filter(isOwn), ...places.filter((place) => !isOwn(place))];
}

/** Hugo takes keys in any case. */
export function lowered(value: JsonObject, depth = 0): JsonObject {
  const inner = (one: unknown): unknown => {
    if (depth > 20) return one;
    if (Array.isArray(one)) return one.map(inner);
    const object = one instanceof Date ? null : objectIn(one);
    return object === null ? one : lowered(object, depth + 1);
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
