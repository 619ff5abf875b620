import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Creates a folder and its missing parents. Returns the outermost one created, or null. Throws the system's error. (Node's
 * `recursive` option never returns for places such as /proc/x, where no folder can be created.)
 */
export async function makeFolder(path: string): Promise<string | null> {
  const folder = resolve(path);
  const code = await made(folder);
  if (code === null) return folder;
  if (code === 'EEXIST') return null;
  const parent = await makeFolder(dirname(folder));
  if ((await made(folder, true)) === 'EEXIST') return parent;
  return parent ?? folder;
}

/** Null if created, EEXIST if it exists, ENOENT if its parent is missing; with `hasParent` a missing parent throws. */
async function made(folder: string, hasParent = false): Promise<'EEXIST' | 'ENOENT' | null> {
  try {
    await mkdir(folder);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !hasParent && dirname(folder) !== folder) return 'ENOENT';
    // The error for the root of a drive, or for a folder on a read-only disk, may be another than EEXIST.
    if (await isFolder(folder)) return 'EEXIST';
    if (code === 'EEXIST') throw new Error(`${folder} is a file, not a folder`, { cause: error });
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
