import { basename, dirname } from 'pathe';
import { textExtensions } from '../../blog/posts/file-kinds.ts';
import type { Files } from '../../project/files.ts';
import { makeFolderOutsideGit } from '../../project/folder-outside-git.ts';
import { exists, folderOf, hasOwnFolder, isInside, pathIn, relativePath, textIfThere } from '../../project/paths.ts';
import { writeText } from '../../project/write-text.ts';
import { filesBeside } from '../publish/move-draft.ts';
import { ownPictures } from '../publish/own-pictures.ts';
import { NotADraftFault } from './draft-file.ts';

/** The folder in a queue for deleted drafts. Its name begins with a dot, so no command and no site reads it. */
export const TRASH_FOLDER = '.trash';

/** A second deleted draft of a name is in a folder `~2`, which is not part of its name. */
const COPY = '~';
const COPY_FOLDER = /^~\d+\//;

/** In the folder of the pictures of a deleted draft: the place of each, relative to the queue, by its name here. */
const PLACES = '.places.json';

/** A deleted draft: what was moved, and where it is now. */
export interface Trashed {
  readonly from: string;
  readonly to: string;
  /** Its pictures, which are in a folder next to it in the trash. */
  readonly pictures: readonly Moved[];
}

interface Moved {
  readonly from: string;
  readonly to: string;
}

/**
 * Moves a draft to the trash of its queue, with its own pictures wherever they are; a draft in its own folder with the
 * folder, unless that has other drafts too.
 * Nothing in the trash is replaced. Throws WriteFault and the system's errors.
 */
export async function moveToTrash(files: Files, queue: string, draft: string): Promise<Trashed> {
  const from = (await isAlone(files, queue, draft)) ? dirname(draft) : draft;
  const name = relativePath(files, queue, from);
  const trash = pathIn(queue, TRASH_FOLDER);
  await makeFolderOutsideGit(files, trash);
  let to = pathIn(trash, name);
  for (let copy = 2; await exists(files, to); copy++) to = pathIn(pathIn(trash, `${COPY}${copy}`), name);
  const { beside, shared } = await ownPictures(files, draft);
  await files.makeFolder(folderOf(to));
  await files.rename(from, to);
  const pictures: Moved[] = [];
  const folder = picturesOf(to);
  const places: Record<string, string> = {};
  for (const picture of [...beside, ...shared]) {
    const place = await freePlace(files, folder, basename(picture));
    await files.makeFolder(folderOf(place));
    places[relativePath(files, folder, place)] = relativePath(files, queue, picture);
    await writeText(files, pathIn(folder, PLACES), JSON.stringify(places));
    await files.rename(picture, place);
    pictures.push({ from: picture, to: place });
  }
  return { from, to, pictures };
}

function picturesOf(trashed: string): string {
  return `${trashed}.pictures`;
}

/** Finds a deleted draft by its path, or by its name in the trash of the queue. Throws NotADraftFault. */
export async function findInTrash(files: Files, queue: string, name: string): Promise<Trashed> {
  const trash = pathIn(queue, TRASH_FOLDER);
  const named = isInside(files, trash, name) ? name : pathIn(trash, name);
  if (!isInside(files, trash, named) || !(await exists(files, named))) {
    throw new NotADraftFault(`There is no deleted draft ${name}; they are in ${trash}.`);
  }
  const placeOf = (path: string) => pathIn(queue, relativePath(files, trash, path).replace(COPY_FOLDER, ''));
  const folderToo = hasOwnFolder(named) && !(await exists(files, placeOf(dirname(named))));
  const to = folderToo ? dirname(named) : named;
  const from = placeOf(to);
  const folder = picturesOf(to);
  const places = JSON.parse((await textIfThere(files, pathIn(folder, PLACES))) ?? '{}') as Record<string, string>;
  const pictures: Moved[] = [];
  for (const [here, there] of Object.entries(places)) {
    const picture = { from: pathIn(queue, there), to: pathIn(folder, here) };
    // One that was written down, but not moved before a crash, is where it was.
    if (await exists(files, picture.to)) pictures.push(picture);
  }
  return { from, to, pictures };
}

/** Moves a deleted draft back. Returns false if its place is taken by now. */
export async function takeFromTrash(files: Files, { from, to, pictures }: Trashed): Promise<boolean> {
  for (const moved of [{ from, to }, ...pictures]) if (await exists(files, moved.from)) return false;
  for (const moved of [{ from, to }, ...pictures]) {
    await files.makeFolder(folderOf(moved.from));
    await files.rename(moved.to, moved.from);
  }
  if (pictures.length > 0) {
    await files.remove(pathIn(picturesOf(to), PLACES));
    await files.removeIfEmpty(picturesOf(to));
  }
  return true;
}

/** A path in a folder that nothing has. */
async function freePlace(files: Files, folder: string, name: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const place = pathIn(copy === 1 ? folder : pathIn(folder, String(copy)), name);
    if (!(await exists(files, place))) return place;
  }
}

/** Whether a draft is in a folder of its own below the queue, with no other draft. */
async function isAlone(files: Files, queue: string, draft: string): Promise<boolean> {
  if (!hasOwnFolder(draft) || relativePath(files, queue, dirname(draft)) === '') return false;
  const others = await filesBeside(files, draft);
  return !others.some((name) => textExtensions.some((extension) => basename(name).toLowerCase().endsWith(extension)));
}
