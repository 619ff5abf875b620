import type { PlannedPicture } from '../../blog/covers/picture-form.ts';
import type { Files } from '../../project/files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { isInside, relativePath } from '../../project/paths.ts';
import { type Covers, pathOfCover } from './covers.ts';

/** A picture that is drawn and not yet written. */
export interface DrawnPicture {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Draws the pictures of a draft at this path. If two keys mean the same file, it is drawn once. */
export async function drawPictures(
  files: Files,
  covers: Covers,
  slug: string,
  planned: readonly PlannedPicture[],
  draft: string,
): Promise<DrawnPicture[]> {
  const drawn = new Map<string, DrawnPicture>();
  for (const picture of planned) {
    const path = shortPath(files, pathOfCover(picture, draft));
    if (!drawn.has(path)) drawn.set(path, { path, bytes: await covers.draw(slug, picture) });
  }
  return [...drawn.values()];
}

/** Relative to the current folder, if it is in it. */
function shortPath(files: Files, path: string): string {
  return isInside(files, '.', path) ? relativePath(files, '.', path) : path;
}

/** Whether another file has the name of one of the pictures. A run that was killed may have left the picture itself. */
export async function isAnyTaken(files: Files, drawn: readonly DrawnPicture[]): Promise<boolean> {
  for (const { path, bytes } of drawn) {
    const there = await nullIfMissing(files.read(path));
    if (there !== null && !isSame(there, bytes)) return true;
  }
  return false;
}

/** Writes a picture, unless it is there already; returns whether it was written. Throws WriteFault and FileExistsFault. */
export async function addPicture(files: Files, { path, bytes }: DrawnPicture): Promise<boolean> {
  if ((await nullIfMissing(files.stat(path))) !== null) return false;
  const file = await files.create(path, { overwrite: false });
  try {
    await file.write(bytes);
    await file.commit();
  } finally {
    await file.discard();
  }
  return true;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
