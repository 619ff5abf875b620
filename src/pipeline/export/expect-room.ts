import { megabytes } from '../../project/byte-count.ts';
import { WriteFault } from '../../project/file-faults.ts';
import type { Files } from '../../project/files.ts';

/** Throws WriteFault where the disk that `path` is to be on has no room for so many bytes. */
export async function requireFreeSpace(files: Files, path: string, neededBytes: number): Promise<void> {
  const free = await files.freeBytes(path);
  if (free >= neededBytes) return;
  throw new WriteFault(
    `${path} takes ${megabytes(neededBytes)}, and its disk has ${megabytes(free)} left; free some space, or write it elsewhere.`,
  );
}
