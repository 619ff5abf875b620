import { type FoundPicture, UNNAMED_PICTURE } from '../../blog/covers/learn-pictures.ts';
import { HEADER_BYTES, pictureHeader } from '../../blog/covers/picture-header.ts';
import { type PictureUse, pictureUses, placesOf } from '../../blog/covers/picture-uses.ts';
import type { Post } from '../../blog/posts/post.ts';
import type { Files } from '../../project/files.ts';
import { exists, folderOf, hasOwnFolder, pathIn } from '../../project/paths.ts';
import { foldersAround } from '../corpus/site-folder.ts';

/** The pictures that posts name in front matter: those found on disk, and those that were not. */
export interface FoundPictures {
  readonly found: readonly FoundPicture[];
  /** Only of posts that are files. */
  readonly missing: readonly PictureUse[];
}

/** Looks for the pictures of posts: those that front matter names, else those that lie next to a post in its own folder. */
export async function findPictures(files: Files, posts: readonly Post[]): Promise<FoundPictures> {
  const found: FoundPicture[] = [];
  const missing: PictureUse[] = [];
  for (const post of posts) {
    if (!(await exists(files, post.source))) continue;
    const postFolder = folderOf(files.resolve(post.source));
    const around = await foldersAround(files, postFolder);
    const uses = pictureUses([post]);
    for (const use of uses) {
      const file = await fileOf(files, use.path, postFolder, around);
      if (file === null) missing.push(use);
      else found.push({ ...use, file, postFolder, header: await headerOf(files, file) });
    }
    if (uses.length > 0 || !hasOwnFolder(post.source)) continue;
    const path = await unnamedPicture(files, postFolder);
    if (path === null) continue;
    const file = pathIn(postFolder, path);
    found.push({ post, key: null, path, file, postFolder, header: await headerOf(files, file) });
  }
  return { found, missing };
}

/** The picture in the own folder of a post that a theme finds by its name, such as `cover.png`; null if there is none. */
export async function unnamedPicture(files: Files, postFolder: string): Promise<string | null> {
  const names = (await files.list(postFolder)).map(({ name }) => name).filter((name) => UNNAMED_PICTURE.test(name));
  return names.sort().at(0) ?? null;
}

/** The file that a path in the front matter of a post means; null if there is none. All folders are absolute. */
export async function fileOf(
  files: Files,
  path: string,
  postFolder: string,
  around: readonly string[],
): Promise<string | null> {
  for (const place of placesOf(path, postFolder, around)) {
    const status = await files.stat(place).catch(() => null);
    if (status?.kind === 'file') return place;
  }
  return null;
}

async function headerOf(files: Files, path: string): Promise<FoundPicture['header']> {
  const file = await files.open(path);
  try {
    return pictureHeader(await file.read(0, Math.min(file.byteLength, HEADER_BYTES)));
  } finally {
    await file.close();
  }
}
