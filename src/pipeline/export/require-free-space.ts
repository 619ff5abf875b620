import { megabytes } from '../../project/byte-count.ts';
import { WriteFault } from '../../project/file-faults.ts';
import type { Files } from '../../project/files.ts';

/** Throws WriteFault if the disk of `path` has fewer free bytes than needed. */
export async function requireFreeSpace(files: Files, path: string, neededBytes: number): Promise<void> {
  const free = await files.freeBytes(path);
  if (free >= neededBytes) return;
  throw new WriteFault(
    `${path} needs ${megabytes(neededBytes)}, but only ${megabytes(free)} are free on its disk; free some space, or write it elsewhere.`,
  );
}
