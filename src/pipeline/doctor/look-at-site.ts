import type { SiteSource } from '../../blog/import/post-source.ts';
import { siteIn } from '../../blog/import/post-sources.ts';
import type { Files } from '../../project/files.ts';
import { pathIn } from '../../project/paths.ts';
import { findPosts, MissingInputFault } from '../corpus/find-posts.ts';
import { namesInFolder, siteFolder } from '../corpus/site-folder.ts';

/** The blog that was found in a folder. */
export interface SiteLook {
  /** The kind of site; null if the folder is not a known one. */
  readonly source: SiteSource | null;
  /** Where to read posts from: the site itself, or a folder of posts; null if there is neither. */
  readonly posts: string | null;
  /** The number of files that may be posts. */
  readonly files: number;
  /** The suggested folder for new posts, from which the site's generator publishes nothing. */
  readonly out: string;
  /** Names of tpdne's files (models, checkpoints, settings) that the site's generator would publish. */
  readonly exposed: readonly string[];
}

/** The config file, and everything that commands write next to it. */
const OWN_NAMES = ['checkpoint', 'models', 'samples', 'tpdne.config.*'] as const;

/** Folders that are searched for posts if there is no known site, in this order. */
const postFolders = ['posts', '_posts', 'blog', 'articles', 'writing', 'content'] as const;

/** Finds the blog in a folder: a site, a folder of posts, or nothing. Does not read posts. */
export async function lookAtSite(disk: Files, folder: string): Promise<SiteLook> {
  const site = siteFolder(disk, folder);
  const source = await siteIn(site, (await namesInFolder(disk, folder)) ?? new Set());
  if (source !== null) {
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

/** Jekyll has a folder for drafts. If a site's pages may be anywhere in its folder, drafts must be outside it. */
function draftsOf({ id }: SiteSource, pages: readonly string[]): string {
  if (id === 'jekyll') return '_drafts';
  return pages.includes('') ? '../drafts' : 'drafts';
}

/** The number of files under some paths that may be posts; 0 if the paths do not exist. */
async function postFilesIn(disk: Files, paths: readonly string[]): Promise<number> {
  try {
    return (await findPosts(disk, paths)).files.length;
  } catch (fault) {
    if (fault instanceof MissingInputFault) return 0;
    throw fault;
  }
}
