import { open } from 'node:fs/promises';

/** Waits until the entries of a folder are on the disk. Where folders cannot be synced (Windows) it does nothing. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
