import { access, readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { nullIfMissing } from './null-if-missing.ts';

/** Whether there is anything at a path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Whether there is a folder at a path. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The names of the folders in a folder, sorted, without those that begin with a dot; links count, for they may lead to one. */
export async function folderNames(folder: string): Promise<string[]> {
  const entries = (await nullIfMissing(readdir(folder, { withFileTypes: true }))) ?? [];
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** The path of a name in a folder; "/" divides the name on every system. */
export function pathIn(folder: string, name: string): string {
  return join(folder, name);
}

/** The path of something below a folder, from that folder on; "/" divides on every system. */
export function relativePath(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

/** Whether a path leads to something in a folder, at any depth; links aside. */
export function isInside(folder: string, path: string): boolean {
  const name = relative(folder, path);
  return name !== '' && name !== '..' && !name.startsWith(`..${sep}`) && !isAbsolute(name);
}

/** The folder that something is in. */
export function folderOf(path: string): string {
  return dirname(path);
}

/** Whether two paths lead to the same place, links aside. */
export function isSamePath(a: string, b: string): boolean {
  return resolve(a) === resolve(b);
}
