import { open, rm, rmdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { WriteFault } from '../../project/file-faults.ts';
import { makeFolder } from './make-folder.ts';
import { clearAbandonedIn, unfinishedPath } from './unfinished-names.ts';

/**
 * Tries whether files can be written into a folder, which need not exist yet, and leaves no trace of it. Removes what killed
 * processes left in the folder. Throws WriteFault.
 */
export async function requireWritableFolder(folder: string): Promise<void> {
  let made: string | null = null;
  try {
    made = await makeFolder(folder);
    if (made === null) await clearAbandonedIn(folder);
    const probe = unfinishedPath(`${folder}/probe`);
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (cause) {
    throw new WriteFault(
      `No file can be written into ${folder}: ${(cause as Error).message}. Give another folder, or make this one writable.`,
      { cause },
    );
  } finally {
    if (made !== null) await removeMade(resolve(folder), made);
  }
}

/** The same for the folder of a file. Throws WriteFault. */
export async function requireParentFolder(path: string): Promise<void> {
  await requireWritableFolder(dirname(resolve(path)));
}

/** Removes empty folders, from the innermost one out to `first`. */
async function removeMade(folder: string, first: string): Promise<void> {
  for (let path = folder; path.length >= first.length; path = dirname(path)) {
    const removed = await rmdir(path).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}
