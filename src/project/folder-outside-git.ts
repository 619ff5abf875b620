import { join } from 'pathe';
import { WriteFault } from './file-faults.ts';
import type { Files } from './files.ts';
import { writeText } from './write-text.ts';

const IGNORES_ALL = '.gitignore';

/**
 * Makes a folder for files too large for a repository. A new one gets a `.gitignore` for all that is in it, or the next
 * `git add` in a blog would take hundreds of megabytes along; whoever wants that deletes it. Throws WriteFault.
 */
export async function makeFolderOutsideGit(files: Files, path: string): Promise<void> {
  try {
    const made = await files.makeFolder(path);
    if (made !== null) await writeText(files, join(path, IGNORES_ALL), '*\n');
  } catch (cause) {
    throw new WriteFault(`${path} was not made: ${(cause as Error).message}.`, { cause });
  }
}

/** Takes such a folder away when nothing else is in it any more. */
export async function removeEmptyFolderOutsideGit(files: Files, path: string): Promise<void> {
  const entries = await files.list(path).catch(() => []);
  if (entries.map(({ name }) => name).join() === IGNORES_ALL) await files.remove(join(path, IGNORES_ALL));
  await files.removeIfEmpty(path);
}
