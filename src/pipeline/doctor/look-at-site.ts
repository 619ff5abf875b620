import type { SiteSource } from '../../blog/import/post-source.ts';
import { siteWith } from '../../blog/import/post-sources.ts';
import type { Files } from '../../project/files.ts';
import { pathIn } from '../../project/paths.ts';
import { findPosts, MissingInputFault } from '../corpus/find-posts.ts';
import { namesInFolder, siteFolder } from '../corpus/site-folder.ts';

/** What a folder looks like to somebody who looks for a blog in it. */
export interface SiteLook {
  /** The kind of site; null where the folder is none that is known. */
  readonly source: SiteSource | null;
  /** What to take posts from: the site itself, or a folder of posts; null where there is neither. */
  readonly posts: string | null;
  /** Files that may be posts there. */
  readonly files: number;
  /** The folder to propose for new posts: one from which the site's generator publishes nothing. */
  readonly out: string;
  /** What is written there besides posts, and the site's generator would publish: what a model has learned, and settings. */
  readonly exposed: readonly string[];
}

/** All that commands put beside the config file, and the file. */
const OWN_NAMES = ['checkpoint', 'models', 'samples', 'tpdne.config.*'] as const;

/** Where posts lie that belong to no generator, in the order in which they are looked for. */
const postFolders = ['posts', '_posts', 'blog', 'articles', 'writing', 'content'] as const;

/** Finds the blog in a folder: a site, or a folder of posts, or nothing. Reads no post. */
export async function lookAtSite(disk: Files, folder: string): Promise<SiteLook> {
  const source = siteWith((await namesInFolder(disk, folder)) ?? new Set());
  if (source !== null) {
    const site = siteFolder(disk, folder);
    const { posts, pages } = await source.content(site);
    const exposed = (await source.exposed?.(site, OWN_NAMES)) ?? [];
    const files = await postFilesIn(disk, posts.length === 0 ? [folder] : posts.map((name) => pathIn(folder, name)));
    return { source, posts: folder, files, out: pathIn(folder, draftsOf(source, pages)), exposed };
  }
  const out = pathIn(folder, 'drafts');
  for (const name of postFolders) {
    const files = await postFilesIn(disk, [pathIn(folder, name)]);
    if (files > 0) return { source, posts: pathIn(folder, name), files, out, exposed: [] };
  }
  return { source, posts: null, files: 0, out, exposed: [] };
}

/** Jekyll has a place for drafts; of a site whose pages may be anywhere in its folder, only what is outside is not built. */
function draftsOf({ id }: SiteSource, pages: readonly string[]): string {
  if (id === 'jekyll') return '_drafts';
  return pages.includes('') ? '../drafts' : 'drafts';
}

/** How many files under some paths may be posts; none where nothing is. */
async function postFilesIn(disk: Files, paths: readonly string[]): Promise<number> {
  try {
    return (await findPosts(disk, paths)).files.length;
  } catch (fault) {
    if (fault instanceof MissingInputFault) return 0;
    throw fault;
  }
}
