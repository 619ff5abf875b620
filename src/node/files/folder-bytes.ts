import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of the files right in a folder, or of the one file that a path names. */
export async function folderBytes(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  let bytes = 0;
  for (const name of await readdir(path)) {
    const entry = await stat(join(path, name)).catch(() => null);
    if (entry?.isFile()) bytes += entry.size;
  }
  return bytes;
}
