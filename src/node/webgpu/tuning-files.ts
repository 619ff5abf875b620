import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Tuner, TuningStore } from '../../engine/device/webgpu/tune.ts';

/** Finds out once how each GPU of this machine multiplies fastest, and keeps it in the user's cache folder. */
export const nodeTuner: Tuner = {
  store: {
    load: (key) => tuningFiles(cacheFolder()).load(key),
    save: (key, text) => tuningFiles(cacheFolder()).save(key, text),
  },
  clock: () => performance.now(),
};

/** A file for each key in `folder`, which is created. What cannot be read or written is measured again the next time. */
export function tuningFiles(folder: string): TuningStore {
  const pathOf = (key: string) =>
    join(folder, `tuning-${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`);
  return {
    load: (key) => readFile(pathOf(key), 'utf8').catch(() => null),
    async save(key, text) {
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(pathOf(key), text);
      } catch {
        // Two seconds at the next start are no reason to stop: the folder may be read-only.
      }
    },
  };
}

/** Where programs keep what they can make again, on this platform. */
export function cacheFolder(
  platform: NodeJS.Platform = process.platform,
  { XDG_CACHE_HOME, LOCALAPPDATA }: NodeJS.ProcessEnv = process.env,
): string {
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'tpdne');
  if (platform === 'win32') return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'tpdne');
  return join(XDG_CACHE_HOME || join(home, '.cache'), 'tpdne');
}
