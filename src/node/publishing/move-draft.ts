import { readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nullIfMissing } from '../files/null-if-missing.ts';
import { syncFolder } from '../files/sync-folder.ts';

/** What lies beside a draft that has a folder of its own, `slug/index.md`: its pictures. Others have nothing there. */
export async function filesBeside(draft: string): Promise<readonly string[]> {
  if (!hasOwnFolder(draft)) return [];
  const names = (await nullIfMissing(readdir(dirname(draft)))) ?? [];
  return names.filter((name) => name !== basename(draft) && !name.startsWith('.')).sort();
}

/**
 * Takes a draft out of the queue whose post is in its place: the files beside it go where the post is, then it goes
 * itself. Done again after it broke off, it does what is left.
 */
export async function takeOutDraft(draft: string, post: string): Promise<void> {
  for (const name of await filesBeside(draft)) await rename(join(dirname(draft), name), join(dirname(post), name));
  await syncFolder(dirname(post));
  await rm(draft, { force: true });
  if (hasOwnFolder(draft)) await rmdir(dirname(draft)).catch(() => {});
}

/** Whether a path ends in `slug/index.md`. */
export function hasOwnFolder(path: string): boolean {
  return /^index\.[^.]+$/.test(basename(path));
}
