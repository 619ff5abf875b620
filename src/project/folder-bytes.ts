import type { Files } from './files.ts';
import { pathIn } from './paths.ts';

/** Bytes of the files directly in a folder, or of a single file. */
export async function folderBytes(files: Files, path: string): Promise<number> {
  const found = await files.stat(path);
  if (found.kind !== 'folder') return found.bytes;
  let bytes = 0;
  for (const { name } of await files.list(path)) {
    const entry = await files.stat(pathIn(path, name)).catch(() => null);
    if (entry?.kind === 'file') bytes += entry.bytes;
  }
  return bytes;
}
