import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Bytes that this person may still write where `path` is, or where its nearest folder is that exists; Infinity where it is
 * not known, as some network file systems do not say how large they are.
 */
export async function freeBytes(path: string): Promise<number> {
  try {
    const { blocks, bavail, bsize } = await statfs(path);
    return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
  } catch (error) {
    const parent = dirname(resolve(path));
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === resolve(path)) throw error;
    return freeBytes(parent);
  }
}
