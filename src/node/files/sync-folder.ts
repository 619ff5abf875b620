import { open } from 'node:fs/promises';

/** The errors of systems that cannot sync folders: Windows cannot open them, some file systems cannot sync them. */
const CANNOT_SYNC = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF']);

/**
 * Waits until the entries of a folder are on the disk; does nothing on systems that cannot sync folders. Throws the
 * system's error if the folder is missing or the disk fails.
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
