import { open, rm, rmdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { WriteFault } from '../../project/file-faults.ts';
import { makeFolder } from './make-folder.ts';
import { clearAbandonedIn, unfinishedPath } from './unfinished-names.ts';

/**
 * Whether files can be written into a folder, which need not be there yet: tried, and taken back, before any of the work
 * whose results are to go there. What killed processes left in the folder goes. Throws WriteFault.
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
      `Nothing can be written into ${folder}: ${(cause as Error).message}. Give another place, or make it writable.`,
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

/** Removes folders from the innermost one to the first that was made, as long as they are empty. */
async function removeMade(folder: string, first: string): Promise<void> {
  for (let path = folder; path.length >= first.length; path = dirname(path)) {
    const removed = await rmdir(path).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}
