import { freeBytes } from '../../files/free-bytes.ts';
import { WriteFault } from '../../files/write-fault.ts';
import { megabytes } from '../../machine/byte-count.ts';

/** Throws WriteFault where the disk that `path` is to be on has no room for so many bytes. */
export async function requireFreeSpace(path: string, neededBytes: number): Promise<void> {
  const free = await freeBytes(path);
  if (free >= neededBytes) return;
  throw new WriteFault(
    `${path} takes ${megabytes(neededBytes)}, and its disk has ${megabytes(free)} left; free some space, or write it elsewhere.`,
  );
}
