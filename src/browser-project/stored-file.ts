import type { FolderHandle, StoredFile } from './opfs-handles.ts';

/**
 * A file of a browser's project as the browser has it: it is read from the disk only where it is needed, also for pages, which
 * have no project. `folder`: as given to `browserProject`. Throws the errors of the private file system.
 */
export async function storedFile(path: string, folder = 'project'): Promise<StoredFile> {
  const { navigator } = globalThis as unknown as { navigator: { storage: { getDirectory(): Promise<FolderHandle> } } };
  let at = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  for (const name of names.slice(0, -1)) at = await at.getDirectoryHandle(name);
  const file = await at.getFileHandle(names[names.length - 1]);
  return file.getFile();
}
