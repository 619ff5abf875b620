import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { type Archive, type LeftOut, leftOut, type SiteFolder } from '../../blog/import/post-source.ts';
import { readTextFile, UnreadableFault } from './read-text-file.ts';

/** Folders that hold what was installed or built, never what somebody wrote. */
const made = ['**/node_modules/**', '**/.git/**', '**/_site/**', '**/vendor/**'];

/** A folder on disk as the folder of a site. */
export function siteFolder(path: string): SiteFolder {
  return {
    names: async (folder) => (await readdir(join(path, folder)).catch(() => [])).sort(),
    async foldersNamed(name) {
      const found = await glob(`**/${name}`, {
        cwd: path,
        onlyDirectories: true,
        expandDirectories: false,
        ignore: made,
      });
      return found.map((folder) => folder.replace(/\/$/, '')).sort();
    },
    read: (file) => readFile(join(path, file), 'utf8').catch(() => null),
  };
}

/** A site is not looked for further up than this. */
const mostLevels = 8;

/**
 * The folder of a path (of a glob: the one that it begins in) and those that it lies in, up to the repository that they are
 * part of.
 */
export async function foldersAround(path: string): Promise<string[]> {
  const [fixed] = path.split(/(?<=^|[\\/])[^\\/]*[*?{[]/, 1);
  const folders: string[] = [];
  let folder = resolve(fixed);
  for (let level = 0; level < mostLevels; level++) {
    const names = await namesInFolder(folder);
    if (names !== null) folders.push(folder);
    if (names?.has('.git') === true || dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  return folders;
}

/** A folder on disk as the archive that it was unpacked from. */
export async function unpackedArchive(path: string, encoding: string): Promise<Archive> {
  const files = await glob('**', { cwd: path, ignore: made, followSymbolicLinks: false });
  return {
    name: path,
    files: files.sort((a, b) => (a < b ? -1 : 1)),
    read: (file) => textIn(path, file, encoding),
  };
}

/** The names in a folder; null for what is no folder. */
export async function namesInFolder(path: string): Promise<ReadonlySet<string> | null> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
  return isFolder ? new Set(await readdir(path).catch(() => [])) : null;
}

async function textIn(path: string, file: string, encoding: string): Promise<string | LeftOut> {
  try {
    return await readTextFile(join(path, file), encoding);
  } catch (error) {
    if (error instanceof UnreadableFault) return leftOut('broken', file, error.reason);
    throw error;
  }
}
