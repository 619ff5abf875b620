import { isAddress } from '../../blog/import/addresses.ts';
import type { SiteSource } from '../../blog/import/post-source.ts';
import { siteIn, siteWith } from '../../blog/import/post-sources.ts';
import type { SiteFacts } from '../../blog/import/sites/site-facts.ts';
import { sites } from '../../blog/import/sites/sites.ts';
import type { Files } from '../../project/files.ts';
import { relativePath } from '../../project/paths.ts';
import { foldersAround, namesInFolder, siteFolder } from '../corpus/site-folder.ts';

/**
 * What is known about the site that contains the posts: the folder itself or a parent folder. `site` is 'auto' to
 * recognise it by its files, or the id of its generator. Null for 'none', if no site is recognised, and for addresses.
 */
export async function siteOfPosts(disk: Files, inputs: readonly string[], site: string): Promise<SiteFacts | null> {
  if (site === 'none') return null;
  for (const input of inputs.filter((path) => !isAddress(path))) {
    const folders = await foldersAround(disk, input);
    const found = site === 'auto' ? await siteAmong(disk, folders) : namedSite(folders, site);
    if (found === null) continue;
    const files = siteFolder(disk, found.folder);
    const within = relativePath(disk, found.folder, folders[0]);
    const postsFolder = within === '' ? (await found.source.content(files)).posts[0] : within;
    return found.source.facts(files, postsFolder ?? '');
  }
  return null;
}

interface FoundSite {
  readonly folder: string;
  readonly source: SiteSource;
}

/** The nearest folder with a file of a generator. A folder with nothing but `_posts` is the last resort. */
async function siteAmong(disk: Files, folders: readonly string[]): Promise<FoundSite | null> {
  let plain: FoundSite | null = null;
  for (const folder of folders) {
    const names = new Set(await namesInFolder(disk, folder));
    const hadPosts = names.delete('_posts');
    const source = await siteIn(siteFolder(disk, folder), names);
    if (source !== null) return { folder, source };
    const withPosts = hadPosts ? siteWith(new Set(['_posts'])) : null;
    if (withPosts !== null) plain ??= { folder, source: withPosts };
  }
  return plain;
}

function namedSite([folder]: readonly string[], site: string): FoundSite | null {
  const source = sites.find(({ id }) => id === site);
  return source === undefined || folder === undefined ? null : { folder, source };
}
