import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WriteFault } from './whole-file.ts';

/**
 * Makes a folder for files too large for a repository. A new one gets a `.gitignore` for all that is in it, or the next
 * `git add` in a blog would take hundreds of megabytes along; whoever wants that deletes it. Throws WriteFault.
 */
export async function makeFolderOutsideGit(path: string): Promise<void> {
  try {
    const made = await mkdir(path, { recursive: true });
    if (made !== undefined) await writeFile(join(path, '.gitignore'), '*\n');
  } catch (cause) {
    throw new WriteFault(`${path} was not made: ${(cause as Error).message}.`, { cause });
  }
}
