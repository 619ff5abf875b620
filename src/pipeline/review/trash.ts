import { basename, dirname } from 'pathe';
import { textExtensions } from '../../blog/posts/file-kinds.ts';
import type { Files } from '../../project/files.ts';
import { makeFolderOutsideGit } from '../../project/folder-outside-git.ts';
import { exists, folderOf, pathIn, relativePath } from '../../project/paths.ts';
import { filesBeside, hasOwnFolder } from '../publish/move-draft.ts';

/** The folder in a queue for deleted drafts. Its name begins with a dot, so no command and no site reads it. */
export const TRASH_FOLDER = '.trash';

/** A deleted draft: what was moved, and where it is now. */
export interface Trashed {
  readonly from: string;
  readonly to: string;
}

/**
 * Moves a draft to the trash of its queue; a draft in its own folder with the folder, unless that has other drafts too.
 * Nothing in the trash is replaced. Throws WriteFault and the system's errors.
 */
export async function moveToTrash(files: Files, queue: string, draft: string): Promise<Trashed> {
  const from = (await isAlone(files, queue, draft)) ? dirname(draft) : draft;
  const name = relativePath(files, queue, from);
  const trash = pathIn(queue, TRASH_FOLDER);
  await makeFolderOutsideGit(files, trash);
  let to = pathIn(trash, name);
  for (let copy = 2; await exists(files, to); copy++) to = pathIn(pathIn(trash, String(copy)), name);
  await files.makeFolder(folderOf(to));
  await files.rename(from, to);
  return { from, to };
}

/** Moves a deleted draft back. Returns false if its place is taken by now. */
export async function takeFromTrash(files: Files, { from, to }: Trashed): Promise<boolean> {
  if (await exists(files, from)) return false;
  await files.makeFolder(folderOf(from));
  await files.rename(to, from);
  return true;
}

/** Whether a draft is in a folder of its own below the queue, with no other draft. */
async function isAlone(files: Files, queue: string, draft: string): Promise<boolean> {
  if (!hasOwnFolder(draft) || relativePath(files, queue, dirname(draft)) === '') return false;
  const others = await filesBeside(files, draft);
  return !others.some((name) => textExtensions.some((extension) => basename(name).toLowerCase().endsWith(extension)));
}
