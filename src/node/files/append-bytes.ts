import type { Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WriteFault } from '../../project/file-faults.ts';
import { makeFolder } from './make-folder.ts';

/** Adds bytes to the end of a file: see `appendTo`. */
export function appendBytes(path: string, bytes: Uint8Array): Promise<void> {
  return appendTo(path, async () => bytes);
}

/**
 * Adds what `contentFor` returns to the end of a file, and creates the file and its folder if needed. What does not fit on
 * the disk is removed again. Throws WriteFault.
 */
export async function appendTo(
  path: string,
  contentFor: (file: FileHandle, stats: Stats) => Promise<string | Uint8Array>,
): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const file = await open(path, 'a+');
    try {
      const stats = await file.stat();
      const content = await contentFor(file, stats);
      try {
        await file.writeFile(content);
      } catch (error) {
        if (stats.isFile()) await file.truncate(stats.size).catch(() => {});
        throw error;
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new WriteFault(`${path} could not be added to: ${(cause as Error).message}.`, { cause });
  }
}
