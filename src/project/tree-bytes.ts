import type { Files } from './files.ts';
import { pathIn } from './paths.ts';

/** Bytes of a file, or of all files in a folder and its folders. A link counts as nothing, and is not followed. */
export async function treeBytes(files: Files, path: string): Promise<number> {
  const found = await files.stat(path);
  if (found.kind !== 'folder') return found.bytes;
  let bytes = 0;
  for (const { name, kind } of await files.list(path)) {
    if (kind === 'file' || kind === 'folder') bytes += await treeBytes(files, pathIn(path, name));
  }
  return bytes;
}
