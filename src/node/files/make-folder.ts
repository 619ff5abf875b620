import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those that it is in, as far as they are missing; returns the first one made, or null. Throws the
 * system's error. (Node's own `recursive` never ends at places where nothing can be made, such as /proc/x.)
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

/** Null where it was made, EEXIST where it is there, ENOENT where its parent is missing, unless there has to be one. */
async function made(folder: string, hasParent = false): Promise<'EEXIST' | 'ENOENT' | null> {
  try {
    await mkdir(folder);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !hasParent && dirname(folder) !== folder) return 'ENOENT';
    // A drive's root, or a folder on a read-only disk, may say something else than that it is there.
    if (await isFolder(folder)) return 'EEXIST';
    if (code === 'EEXIST') throw new Error(`${folder} is a file, and no folder`, { cause: error });
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
