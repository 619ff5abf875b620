import { basename, dirname, join } from 'pathe';
import type { Files } from '../../project/files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { hasOwnFolder } from '../../project/paths.ts';
import { movePictures } from './own-pictures.ts';

/** The names of the files next to a draft in its own folder (`slug/index.md`), such as pictures; empty for other drafts. */
export async function filesBeside(files: Files, draft: string): Promise<readonly string[]> {
  if (!hasOwnFolder(draft)) return [];
  const entries = (await nullIfMissing(files.list(dirname(draft)))) ?? [];
  return entries
    .map(({ name }) => name)
    .filter((name) => name !== basename(draft) && !name.startsWith('.'))
    .sort();
}

/**
 * Removes a published draft from the queue: moves the files in its own folder, or the pictures that are its own, to the
 * folder of the post, then deletes the draft.
 * Called again after an interruption, it does the rest.
 */
export async function takeOutDraft(files: Files, draft: string, post: string): Promise<void> {
  for (const name of await filesBeside(files, draft))
    await files.rename(join(dirname(draft), name), join(dirname(post), name));
  if (dirname(files.resolve(draft)) !== dirname(files.resolve(post))) await movePictures(files, draft, post);
  await files.sync(dirname(post));
  await files.remove(draft);
  if (hasOwnFolder(draft)) await files.removeIfEmpty(dirname(draft));
}
