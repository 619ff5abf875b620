import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Bytes that this person may still write where `path` is, or where its nearest folder is that exists;
 * infinitely many where a file system does not say how large it is, as some of a network do.
 */
export async function freeBytes(path: string): Promise<number> {
  try {
    const { blocks, bavail, bsize } = await statfs(path);
    return blocks === 0 ? Infinity : bavail * bsize;
  } catch (error) {
    const parent = dirname(resolve(path));
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === resolve(path)) throw error;
    return freeBytes(parent);
  }
}
