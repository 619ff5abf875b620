import { basename, dirname, join } from 'pathe';
import type { Files } from '../../project/files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';

/** What lies beside a draft that has a folder of its own, `slug/index.md`: its pictures. Others have nothing there. */
export async function filesBeside(files: Files, draft: string): Promise<readonly string[]> {
  if (!hasOwnFolder(draft)) return [];
  const entries = (await nullIfMissing(files.list(dirname(draft)))) ?? [];
  return entries
    .map(({ name }) => name)
    .filter((name) => name !== basename(draft) && !name.startsWith('.'))
    .sort();
}

/**
 * Takes a draft out of the queue whose post is in its place: the files beside it go where the post is, then it goes
 * itself. Done again after it broke off, it does what is left.
 */
export async function takeOutDraft(files: Files, draft: string, post: string): Promise<void> {
  for (const name of await filesBeside(files, draft))
    await files.rename(join(dirname(draft), name), join(dirname(post), name));
  await files.sync(dirname(post));
  await files.remove(draft);
  if (hasOwnFolder(draft)) await files.removeIfEmpty(dirname(draft));
}

/** Whether a path ends in `slug/index.md`. */
export function hasOwnFolder(path: string): boolean {
  return /^index\.[^.]+$/.test(basename(path));
}
