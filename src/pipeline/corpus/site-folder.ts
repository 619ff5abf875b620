import { dirname, join } from 'pathe';
import { type Archive, type LeftOut, leftOut, type SiteFolder } from '../../blog/import/post-source.ts';
import type { Files } from '../../project/files.ts';
import { isFolder, textIfThere } from '../../project/paths.ts';
import { readTextFile, UnreadableFault } from '../../project/text/read-text-file.ts';

/** Folders of installed or built files, which hold no posts. */
const ignoredFolders = ['**/node_modules/**', '**/.git/**', '**/_site/**', '**/vendor/**'];

/** A folder on disk as a `SiteFolder`. */
export function siteFolder(files: Files, path: string): SiteFolder {
  return {
    names: async (folder) => (await files.list(join(path, folder)).catch(() => [])).map(({ name }) => name).sort(),
    async foldersNamed(name) {
      const found = await files.glob(`**/${name}`, { folder: path, kinds: 'folders', ignore: ignoredFolders });
      return found.map((folder) => folder.replace(/\/$/, '')).sort();
    },
    read: (file) => textIfThere(files, join(path, file)).catch(() => null),
  };
}

/** How many folders up a site is looked for. */
const maxLevels = 8;

/** The folder of a path (for a glob, its fixed part) and its parents, up to the root of the repository. */
export async function foldersAround(files: Files, path: string): Promise<string[]> {
  const [fixed] = path.split(/(?<=^|[\\/])[^\\/]*[*?{[]/, 1);
  const folders: string[] = [];
  let folder = files.resolve(fixed);
  for (let level = 0; level < maxLevels; level++) {
    const names = await namesInFolder(files, folder);
    if (names !== null) folders.push(folder);
    if (names?.has('.git') === true || dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  return folders;
}

/** A folder on disk as the `Archive` it was unpacked from. */
export async function unpackedArchive(files: Files, path: string, encoding: string): Promise<Archive> {
  const found = await files.glob('**', { folder: path, ignore: ignoredFolders, followLinks: false });
  return {
    name: path,
    files: found.toSorted((a, b) => (a < b ? -1 : 1)),
    read: (file) => textIn(files, path, file, encoding),
  };
}

/** The names in a folder; null if it is not a folder. */
export async function namesInFolder(files: Files, path: string): Promise<ReadonlySet<string> | null> {
  if (!(await isFolder(files, path))) return null;
  return new Set((await files.list(path).catch(() => [])).map(({ name }) => name));
}

async function textIn(files: Files, path: string, file: string, encoding: string): Promise<string | LeftOut> {
  try {
    return await readTextFile(files, join(path, file), encoding);
  } catch (error) {
    if (error instanceof UnreadableFault) return leftOut('broken', file, error.reason);
    throw error;
  }
}
