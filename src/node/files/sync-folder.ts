import { open } from 'node:fs/promises';

/** What systems and file systems say that cannot sync folders: Windows opens none, others sync none. */
const CANNOT_SYNC = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF']);

/**
 * Waits until the entries of a folder are on the disk, where folders can be synced. Throws the system's error where they
 * cannot be brought there, and where there is no such folder.
 */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!CANNOT_SYNC.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
