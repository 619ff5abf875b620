import { basename, dirname, isAbsolute, join, relative } from 'pathe';
import type { Files } from './files.ts';
import { nullIfMissing } from './null-if-missing.ts';

/** Whether there is anything at a path. */
export async function exists(files: Files, path: string): Promise<boolean> {
  return files.stat(path).then(
    () => true,
    () => false,
  );
}

/** Whether a folder has an entry with a path's name, which may be a link that leads nowhere. */
export async function isListed(files: Files, path: string): Promise<boolean> {
  const entries = (await nullIfMissing(files.list(dirname(path)))) ?? [];
  return entries.some(({ name }) => name === basename(path));
}

/** Whether there is a folder at a path. */
export async function isFolder(files: Files, path: string): Promise<boolean> {
  return files.stat(path).then(
    ({ kind }) => kind === 'folder',
    () => false,
  );
}

/**
 * The sorted names of the folders in a folder, without hidden ones. Links are included, since they may point to folders.
 */
export async function folderNames(files: Files, folder: string): Promise<string[]> {
  const entries = (await nullIfMissing(files.list(folder))) ?? [];
  return entries
    .filter(({ name, kind }) => (kind === 'folder' || kind === 'link') && !name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** The text of a UTF-8 file; null if it does not exist. */
export async function textIfThere(files: Files, path: string): Promise<string | null> {
  const bytes = await nullIfMissing(files.read(path));
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

/** The path of a name inside a folder. */
export function pathIn(folder: string, name: string): string {
  return join(folder, name);
}

/** The path relative to a folder that contains it. */
export function relativePath(files: Files, folder: string, path: string): string {
  return relative(files.resolve(folder), files.resolve(path));
}

/** Whether a path is inside a folder, at any depth. Links are not resolved. */
export function isInside(files: Files, folder: string, path: string): boolean {
  const name = relativePath(files, folder, path);
  return name !== '' && name !== '..' && !name.startsWith('../') && !isAbsolute(name);
}

/** The folder that contains a path. */
export function folderOf(path: string): string {
  return dirname(path);
}

/** Whether a path ends in `slug/index.md`: a post in its own folder. */
export function hasOwnFolder(path: string): boolean {
  return /^index\.[^.]+$/.test(basename(path));
}

/** Whether two paths are the same place. Links are not resolved. */
export function isSamePath(files: Files, a: string, b: string): boolean {
  return files.resolve(a) === files.resolve(b);
}
