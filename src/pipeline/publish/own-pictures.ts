import { dirname, join, relative } from 'pathe';
import { pictureUses, placeBeside } from '../../blog/covers/picture-uses.ts';
import { readFileName } from '../../blog/posts/file-name.ts';
import type { Post } from '../../blog/posts/post.ts';
import { PostFault } from '../../blog/posts/post-fault.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import type { Files } from '../../project/files.ts';
import { exists, hasOwnFolder, isInside, textIfThere } from '../../project/paths.ts';
import { foldersAround } from '../corpus/site-folder.ts';
import { fileOf, unnamedPicture } from '../drafts/find-pictures.ts';

/** The pictures that belong to one draft or post alone, and that its front matter names. All paths are absolute. */
export interface OwnPictures {
  /** In its own folder (`slug/index.md`), with which they move; without any name, the one that a theme finds there. */
  readonly inFolder: readonly string[];
  /** Next to it, or in a folder below, and their path has its slug: they move with it. */
  readonly beside: readonly string[];
  /** Elsewhere in the site, with its slug, where they stay when it is published. */
  readonly shared: readonly string[];
}

/** Finds the pictures of a draft or post. A file that is missing or unreadable has none. */
export async function ownPictures(files: Files, path: string): Promise<OwnPictures> {
  const post = await readIfPossible(files, path);
  const folder = dirname(files.resolve(path));
  const around = post === null ? [] : await foldersAround(files, folder);
  const inFolder = new Set<string>();
  const beside = new Set<string>();
  const shared = new Set<string>();
  const uses = post === null ? [] : pictureUses([post]);
  for (const { path: written } of uses) {
    const file = await fileOf(files, written, folder, around);
    if (file === null) continue;
    if (hasOwnFolder(path) && isInside(files, folder, file)) inFolder.add(file);
    else if (!isOf(post!, written)) continue;
    else if (file === placeBeside(written, folder)) beside.add(file);
    else shared.add(file);
  }
  if (post !== null && uses.length === 0 && hasOwnFolder(path)) {
    const name = await unnamedPicture(files, folder);
    if (name !== null) inFolder.add(join(folder, name));
  }
  return { inFolder: [...inFolder], beside: [...beside], shared: [...shared] };
}

/** Where the pictures next to a draft go when its file goes to another path. */
export function movesOf(
  files: Files,
  { beside }: Pick<OwnPictures, 'beside'>,
  from: string,
  to: string,
): readonly { readonly from: string; readonly to: string }[] {
  const [before, after] = [dirname(files.resolve(from)), dirname(files.resolve(to))];
  return beside.map((picture) => ({ from: picture, to: join(after, relative(before, picture)) }));
}

/** Moves the pictures next to a draft to the place of its post, or back. Those that were moved before are left out. */
export async function movePictures(files: Files, from: string, to: string): Promise<void> {
  for (const move of movesOf(files, await ownPictures(files, from), from, to)) {
    // A picture that is already there stays; this one stays too.
    if (await exists(files, move.to)) continue;
    await files.makeFolder(dirname(move.to));
    await files.rename(move.from, move.to);
    await files.sync(dirname(move.to));
    if (dirname(move.from) !== dirname(files.resolve(from))) await files.removeIfEmpty(dirname(move.from));
  }
}

/** The first of the pictures next to a draft whose place next to the post is taken; null if there is none. */
export async function takenPicture(files: Files, from: string, to: string): Promise<string | null> {
  for (const move of movesOf(files, await ownPictures(files, from), from, to)) {
    if (move.from !== move.to && (await exists(files, move.to))) return move.to;
  }
  return null;
}

async function readIfPossible(files: Files, path: string): Promise<Post | null> {
  const text = await textIfThere(files, path);
  if (text === null) return null;
  try {
    return readPost(path, text);
  } catch (error) {
    if (error instanceof PostFault) return null;
    throw error;
  }
}

/** Whether a path has the slug of the post, without a number that publishing may have added. */
function isOf({ source, slug }: Post, path: string): boolean {
  return [slug, readFileName(source).slug].some((name) => {
    const plain = name.replace(/-\d+$/, '');
    return plain !== '' && path.includes(plain);
  });
}
