import type { TuningStore } from '../engine/device/webgpu/tune.ts';
import type { FolderHandle } from './opfs-handles.ts';

/** Of the private file system, beside the folders of projects. */
const FOLDER = 'webgpu-tuning';

/** A file for each key in a folder of its own. What cannot be read or written is measured again the next time. */
export function opfsTuningFiles(directory: FolderHandle): TuningStore {
  const nameOf = (key: string) => `${encodeURIComponent(key).slice(0, 200)}.json`;
  return {
    async load(key) {
      try {
        const handle = await (await directory.getDirectoryHandle(FOLDER)).getFileHandle(nameOf(key));
        const { of, text } = JSON.parse(await (await handle.getFile()).text());
        return of === key && typeof text === 'string' ? text : null;
      } catch {
        return null;
      }
    },
    async save(key, text) {
      try {
        const folder = await directory.getDirectoryHandle(FOLDER, { create: true });
        const access = await (await folder.getFileHandle(nameOf(key), { create: true })).createSyncAccessHandle();
        try {
          access.truncate(0);
          access.write(new TextEncoder().encode(JSON.stringify({ of: key, text })), { at: 0 });
          access.flush();
        } finally {
          access.close();
        }
      } catch {
        // Two seconds at the next start are no reason to stop: the disk may be full, or another tab may write it just now.
      }
    },
  };
}
