import { readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { WriteFault } from './write-fault.ts';

const IGNORES_ALL = '.gitignore';

/**
 * Makes a folder for files too large for a repository. A new one gets a `.gitignore` for all that is in it, or the next
 * `git add` in a blog would take hundreds of megabytes along; whoever wants that deletes it. Throws WriteFault.
 */
export async function makeFolderOutsideGit(path: string): Promise<void> {
  try {
    const made = await makeFolder(path);
    if (made !== null) await writeFile(join(path, IGNORES_ALL), '*\n');
  } catch (cause) {
    throw new WriteFault(`${path} was not made: ${(cause as Error).message}.`, { cause });
  }
}

/** Takes such a folder away when nothing else is in it any more. */
export async function removeEmptyFolderOutsideGit(path: string): Promise<void> {
  const names = await readdir(path).catch(() => []);
  if (names.join() === IGNORES_ALL) await rm(join(path, IGNORES_ALL), { force: true });
  await rmdir(path).catch(() => {});
}
