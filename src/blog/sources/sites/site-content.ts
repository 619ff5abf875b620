/** Where sites keep their posts: what several generators have in common, and two with answers of their own. */
import { parse } from 'yaml';
import { objectIn } from '../json-values.ts';
import type { SiteContent, SiteFolder } from '../post-source.ts';

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

/** The text of the configuration file of this name, '' without one. It is a program: only what is plainly written counts. */
export async function configuration(site: SiteFolder, name: RegExp): Promise<string> {
  const file = (await site.names('')).find((candidate) => name.test(candidate));
  const text = file === undefined ? null : await site.read(file);
  return (text ?? '').replace(/^\s*\/\/.*$/gm, '');
}

/** The paths that a pattern's first group finds in a text. */
export function pathsIn(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, path]) => plainPath(path)).filter((path) => !path.startsWith('..'));
}

/** `./src/content/` is `src/content`. */
function plainPath(path: string): string {
  return path
    .trim()
    .replace(/^(?:\.?\/)+|\/+$/g, '')
    .replace(/^\.$/, '');
}

/** `_posts` and `_drafts` anywhere; a site without any has its texts in collections of its own. */
export async function jekyllContent(site: SiteFolder): Promise<SiteContent> {
  const posts = [...(await site.foldersNamed('_posts')), ...(await site.foldersNamed('_drafts'))];
  if (posts.some((folder) => /(?:^|\/)_posts$/.test(folder))) return { posts, pages: [''] };
  const settings = await jekyllSettings(site);
  const collections = settings?.collections;
  const names = Array.isArray(collections) ? collections.map(String) : Object.keys(objectIn(collections) ?? {});
  const folder = typeof settings?.collections_dir === 'string' ? `${settings.collections_dir}/` : '';
  const own = await existing(
    site,
    names.map((name) => `${folder}_${name}`),
  );
  return own.length === 0 ? { posts: [], pages: [] } : { posts: [...own, ...posts], pages: [''] };
}

/** What the configuration keeps out of the built site, besides names that begin with _ or a dot: files, folders, globs. */
export async function jekyllExcludes(site: SiteFolder): Promise<ReadonlySet<string>> {
  const exclude = (await jekyllSettings(site))?.exclude;
  return new Set(Array.isArray(exclude) ? exclude.map((path) => plainPath(String(path))) : []);
}

/** A path without the folders that the configuration names for what is built: none of them is a category. */
export async function jekyllRoots(site: SiteFolder): Promise<(path: string) => string> {
  const settings = await jekyllSettings(site);
  const roots = [settings?.source, settings?.collections_dir].flatMap((root) =>
    typeof root === 'string' && plainPath(root) !== '' ? [`${plainPath(root)}/`] : [],
  );
  return (path) => roots.reduce((rest, root) => (rest.startsWith(root) ? rest.slice(root.length) : rest), path);
}

async function jekyllSettings(site: SiteFolder): Promise<ReturnType<typeof objectIn>> {
  return objectIn(yamlIn((await site.read('_config.yml')) ?? (await site.read('_config.yaml')) ?? ''));
}

function yamlIn(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // A site whose configuration is broken still has its folders.
    return null;
  }
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

/** Sections that hold posts by their names, should the configuration not tell. */
const hugoSections = ['posts', 'post', 'blog', 'articles', 'article', 'writing', 'news', 'notes', 'journal'];

/** The main sections, as the configuration or their names tell, else the largest; the rest of the content are pages. */
export async function hugoContent(site: SiteFolder): Promise<SiteContent> {
  const settings = await configuration(site, hugoConfigurations);
  const [root = 'content'] = pathsIn(settings, /^\s*["']?contentDir["']?\s*[:=]\s*["']?([^"'\s#,]+)/gim);
  const list = /["']?mainSections["']?\s*[:=]\s*\[([^\]]*)\]/i.exec(settings)?.[1] ?? '';
  const main = Array.from(list.matchAll(/["']?([\w./-]+)["']?/g), ([, name]) => name);
  const paths = (names: readonly string[]) => names.map((name) => `${root}/${name}`);
  for (const names of [main, hugoSections]) {
    const posts = await existing(site, paths(names));
    if (posts.length > 0) return { posts, pages: [root] };
  }
  const sections = await existing(site, paths(await site.names(root)));
  let [largest, most] = [root, 0];
  for (const section of sections) {
    const pages = (await site.names(section)).length;
    if (pages > most) [largest, most] = [section, pages];
  }
  return (await existing(site, [root])).length === 0 ? { posts: [], pages: [] } : { posts: [largest], pages: [root] };
}
