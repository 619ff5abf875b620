import type { Post } from '../../posts/post.ts';
import { PostFault } from '../../posts/post-fault.ts';
import { readPost } from '../../posts/read-post.ts';
import type { SiteContent, SiteFolder } from '../post-source.ts';
import { hugoPost } from './hugo-post.ts';
import { type HugoPlace, type HugoSettings, hugoGlobMatches, hugoSettings } from './hugo-settings.ts';
import type { HugoFile, HugoSite } from './hugo-site.ts';
import { filesBelow } from './site-files.ts';
import { pathBelow } from './site-paths.ts';

/** Names of sections with posts, used if the configuration does not name any. */
const usualSections = ['posts', 'post', 'blog', 'articles', 'article', 'writing', 'news', 'notes', 'journal'];

const contentFile = /\.(?:md|mdown|markdown|html?|adoc|asciidoc|ad|rst|org|pandoc|pdc)$/i;

/** The main sections, by the configuration, by name, or else the largest; all other content is pages. */
export async function hugoContent(site: SiteFolder): Promise<SiteContent> {
  const settings = await hugoSettings(site);
  const paths: string[] = [];
  for (const folder of new Set(settings.places.map((place) => place.folder))) {
    paths.push(...(await filesBelow(site, folder)));
  }
  const known = (path: string) => fileIn(settings, path);
  const files = paths.flatMap((path) => {
    const file = contentFile.test(path) ? known(path) : null;
    return file === null ? [] : [{ ...file, onDisk: path }];
  });
  if (files.length === 0) return { posts: [], pages: [] };
  const posts = mainSections(settings, files).flatMap((section) => foldersOf(settings.places, section, paths));
  const hugo: HugoSite = {
    settings,
    fileAt: known,
    bundles: new Set(files.flatMap(({ path }) => /^(.*)\/index\.\w+$/.exec(path)?.[1] ?? [])),
    sections: await sectionsIn(
      site,
      files.filter(({ language }) => language === settings.language),
    ),
  };
  return {
    posts: [...new Set(posts)],
    pages: [...new Set(settings.places.map((place) => place.folder))],
    adapt: (post, path, now) => hugoPost(hugo, post, path, now),
  };
}

function mainSections(settings: HugoSettings, files: readonly HugoFile[]): readonly string[] {
  const pages = new Map<string, number>();
  for (const { path, language } of files) {
    const section = path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
    if (language === settings.language) pages.set(section, (pages.get(section) ?? 0) + 1);
  }
  const hasPages = (section: string) =>
    pages.has(section) || (section.includes('/') && files.some(({ path }) => pathBelow(section, path) !== null));
  for (const names of [settings.mainSections, usualSections]) {
    const found = names.filter(hasPages);
    if (found.length > 0) return found;
  }
  let [largest, most] = ['', 0];
  for (const [section, count] of pages) if (section !== '' && count > most) [largest, most] = [section, count];
  return [largest];
}

/** The folders on disk that contain a section's pages. */
function foldersOf(places: readonly HugoPlace[], section: string, paths: readonly string[]): string[] {
  return places.flatMap(({ folder, at }) => {
    const below = at === '' ? null : at === section || section === '' ? '' : pathBelow(section, at);
    if (below !== null) return [folder];
    const inPlace = at === '' ? section : pathBelow(at, section);
    if (inPlace === null) return [];
    const onDisk = [folder, inPlace].filter((part) => part !== '').join('/');
    return paths.some((path) => pathBelow(onDisk, path) !== null) ? [onDisk] : [];
  });
}

function fileIn({ places, language, languages }: HugoSettings, path: string): HugoFile | null {
  // The innermost folder counts.
  const [place] = places
    .filter(({ folder }) => pathBelow(folder, path) !== null)
    .sort((one, other) => other.folder.length - one.folder.length);
  if (place === undefined) return null;
  const below = pathBelow(place.folder, path)!;
  if (place.include.length > 0 && !place.include.some((glob) => hugoGlobMatches(glob, below))) return null;
  if (place.exclude.some((glob) => hugoGlobMatches(glob, below))) return null;
  const [, stem, named, extension] = /^(.*)\.([\w-]+)(\.\w+)$/.exec(below) ?? [];
  const isNamed = named !== undefined && languages.has(named.toLowerCase());
  return {
    path: [place.at, isNamed ? stem + extension : below].filter((part) => part !== '').join('/'),
    language: isNamed ? named.toLowerCase() : (place.language ?? language),
  };
}

async function sectionsIn(
  site: SiteFolder,
  files: readonly (HugoFile & { readonly onDisk: string })[],
): Promise<Map<string, Post>> {
  const sections = new Map<string, Post>();
  for (const { path, onDisk } of files) {
    const isSection = /^(?:(.*)\/)?_index\.\w+$/.exec(path);
    const page = isSection === null ? null : postIn(onDisk, (await site.read(onDisk)) ?? '');
    if (page !== null) sections.set(isSection?.[1] ?? '', page);
  }
  return sections;
}

/** Null for a broken post, which Hugo reports. */
function postIn(path: string, text: string): Post | null {
  try {
    return readPost(path, text);
  } catch (error) {
    if (error instanceof PostFault) return null;
    throw error;
  }
}
