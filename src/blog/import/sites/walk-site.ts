import type { SiteFolder } from '../post-source.ts';

/** Folders are not deeper, and hold no more files, than this: a link may lead back to a folder above it. */
const [deepest, mostFiles] = [10, 100_000];

/** Paths of the files below a folder of a site; names that begin with a dot are passed over. */
export async function* filesBelow(site: SiteFolder, folder: string): AsyncGenerator<string> {
  const open = [{ folder, depth: 0 }];
  for (let i = 0, files = 0; i < open.length && files < mostFiles; i++) {
    for (const name of await site.names(open[i].folder)) {
      if (name.startsWith('.')) continue;
      const path = open[i].folder === '' ? name : `${open[i].folder}/${name}`;
      const isFolder = !/\.\w{1,8}$/.test(name) && open[i].depth < deepest;
      if (isFolder) open.push({ folder: path, depth: open[i].depth + 1 });
      else {
        files++;
        yield path;
      }
    }
  }
}
