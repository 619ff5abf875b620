import { isTrue } from '../../posts/booleans.ts';
import type { Post } from '../../posts/post.ts';
import { readDate } from '../../posts/post-date.ts';
import { PostFault } from '../../posts/post-fault.ts';
import { readPost } from '../../posts/read-post.ts';
import { type LeftOut, leftOut, type SiteContent, type SiteFolder } from '../post-source.ts';
import { type EleventySettings, eleventyIgnores, eleventySettings } from './eleventy-settings.ts';
import { exportedObject } from './object-literal.ts';
import { type Defaults, withDefaults } from './post-defaults.ts';
import { combinedPaths, existingFolders } from './site-content.ts';
import { filesBelow, objectInFile } from './site-files.ts';
import { pathBelow } from './site-paths.ts';
import { blogNames } from './site-rules.ts';

/** Collections for all posts of a blog, not for a subject. */
const collectionsOfPosts = /^(?:posts?|blog(?:-?posts?)?|articles?)$/i;
/** These, and other collections that are not a subject. */
const collections = /^(?:posts?|blog(?:-?posts?)?|articles?|all|nav)$/i;

/** Extensions of Eleventy templates that can be read. */
const readable = ['.md', '.markdown', '.mdx', '.html'];

/** The files of a site, and the data files that apply to them. */
interface EleventySite {
  readonly settings: EleventySettings;
  /** By the paths of data files without extensions: 'blog/blog' applies to everything in `blog/`. */
  readonly data: ReadonlyMap<string, Defaults>;
  /** Folders in which a tag marks posts; files without it are pages. */
  readonly tagged: readonly string[];
}

/** Folders named like blogs, and folders anywhere with files that have a tag for posts. */
export async function eleventyContent(site: SiteFolder): Promise<SiteContent> {
  const settings = await eleventySettings(site);
  const { input } = settings;
  const files = (await filesBelow(site, input)).filter((path) => !eleventyIgnores(settings, path));
  const postExtensions = readable.filter((extension) => settings.formats?.includes(extension) ?? true);
  const data = await dataOf(site, files);
  const tagged: string[] = [];
  const untagged: string[] = [];
  for (const path of files.filter((path) =>
    postExtensions.some((extension) => path.toLowerCase().endsWith(extension)),
  )) {
    const post = postIn(path, (await site.read(path)) ?? '');
    const tags = post === null ? [] : withDefaults(post, defaultsOf(data, path), 'joined').tags;
    (tags.some((tag) => collectionsOfPosts.test(tag)) ? tagged : untagged).push(path);
  }
  const usual = await existingFolders(
    site,
    combinedPaths([...new Set([input, `${input}/content`, 'content', 'src', 'src/content'])], blogNames),
  );
  const named = usual.filter((folder) => files.some((path) => pathBelow(folder, path) !== null));
  const count = (paths: readonly string[], folder: string) =>
    paths.filter((path) => pathBelow(folder, path) !== null).length;
  const others = tagged.filter((path) => !named.some((folder) => pathBelow(folder, path) !== null)).map(folderOf);
  // A blog may select its posts by folder, and a few of them may have the tag by chance.
  const byTag = named.filter((folder) => count(tagged, folder) >= count(untagged, folder));
  const eleventy: EleventySite = { settings, data, tagged: [...new Set([...byTag, ...others])] };
  return {
    posts: [...new Set([...named, ...others])],
    pages: [input],
    postExtensions,
    adapt: (post, path) => eleventyPost(eleventy, post, path, named),
  };
}

function eleventyPost(
  { settings, data, tagged }: EleventySite,
  post: Post,
  path: string,
  named: readonly string[],
): Post | LeftOut {
  if (eleventyIgnores(settings, path)) return leftOut('no post', path, 'Eleventy ignores this path.');
  const defaults = defaultsOf(data, path);
  const all: Readonly<Record<string, unknown>> = { ...defaults, ...post.frontMatter.data };
  const { eleventyExcludeFromCollections: excluded, permalink, pagination } = all;
  if (isTrue(excluded) || (Array.isArray(excluded) && excluded.some((name) => collectionsOfPosts.test(String(name))))) {
    return leftOut('page', path, 'it is excluded from all collections, so it is not a post.');
  }
  if (permalink === false) return leftOut('no post', path, 'it gets no page: its permalink is false.');
  if (typeof pagination === 'object' && pagination !== null)
    return leftOut('page', path, 'it generates the pages of a list.');
  const whole = withDefaults(post, defaults, 'joined');
  const isByTag = tagged.some((folder) => pathBelow(folder, path) !== null);
  const isNamed = named.some((folder) => pathBelow(folder, path) !== null && !tagged.includes(folder));
  if (isByTag && !isNamed && !whole.tags.some((tag) => collectionsOfPosts.test(tag))) {
    return leftOut('page', path, 'it lacks the tag that this site uses for posts, so it is a page.');
  }
  const [, day] = /(\d{4}-\d{2}-\d{2})/.exec(path) ?? [];
  return {
    ...whole,
    date: whole.date ?? (day === undefined ? null : readDate(day)),
    tags: whole.tags.filter((tag) => !collections.test(tag)),
  };
}

/** Data files of a folder or of a single template. */
const dataFile = /^(.*?)(?:\.11tydata)?\.(?:json|ya?ml|toml)$|^(.*)\.11tydata\.[cm]?[jt]s$/;

async function dataOf(site: SiteFolder, files: readonly string[]): Promise<Map<string, Defaults>> {
  const data = new Map<string, Defaults>();
  for (const path of files) {
    const [, plain, program] = dataFile.exec(path) ?? [];
    const name = plain ?? program;
    if (name === undefined) continue;
    const text = (await site.read(path)) ?? '';
    const values = program === undefined ? objectInFile(path, text) : exportedObject(text);
    const known = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
    data.set(name, merged(data.get(name) ?? {}, Object.fromEntries(known)));
  }
  return data;
}

/** Values for a template from the data files of its folders and from its own data file. */
function defaultsOf(data: ReadonlyMap<string, Defaults>, path: string): Defaults {
  const names = folderOf(path).split('/');
  const keys = names.map((name, depth) => [...names.slice(0, depth + 1), name].join('/'));
  return [...keys, path.replace(/\.\w+$/, '')].reduce<Defaults>((all, key) => merged(all, data.get(key) ?? {}), {});
}

/** Eleventy joins tags from all levels. */
function merged(first: Defaults, second: Defaults): Defaults {
  const tags = [first.tags, second.tags].flatMap((value) => value ?? []);
  return { ...first, ...second, ...(tags.length === 0 ? {} : { tags }) };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function postIn(path: string, text: string): Post | null {
  try {
    return readPost(path, text);
  } catch (error) {
    if (error instanceof PostFault) return null;
    throw error;
  }
}
