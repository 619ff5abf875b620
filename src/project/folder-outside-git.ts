import { join } from 'pathe';
import { WriteFault } from './file-faults.ts';
import type { Files } from './files.ts';
import { writeText } from './write-text.ts';

const IGNORES_ALL = '.gitignore';

/**
 * Creates a folder for files too large for a repository. A new one gets a `.gitignore` for its contents, so that `git
 * add` in a blog does not add hundreds of megabytes; delete that file to track the folder. Throws WriteFault.
 */
export async function makeFolderOutsideGit(files: Files, path: string): Promise<void> {
  try {
    const made = await files.makeFolder(path);
    if (made !== null) await writeText(files, join(path, IGNORES_ALL), '*\n');
  } catch (cause) {
    throw new WriteFault(`${path} could not be created: ${(cause as Error).message}.`, { cause });
  }
}

/** Removes such a folder if it contains nothing else. */
export async function removeEmptyFolderOutsideGit(files: Files, path: string): Promise<void> {
  const entries = await files.list(path).catch(() => []);
  if (entries.map(({ name }) => name).join() === IGNORES_ALL) await files.remove(join(path, IGNORES_ALL));
  await files.removeIfEmpty(path);
}
