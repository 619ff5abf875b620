import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Bytes that this user can still write at `path`, or in the nearest folder above it that exists. Infinity if the file
 * system does not report its size, as some network file systems do not.
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
