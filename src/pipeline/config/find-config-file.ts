import { dirname, join, relative } from 'pathe';
import type { Files } from '../../project/files.ts';
import { exists } from '../../project/paths.ts';
import { ConfigFault } from './config-fault.ts';

/** What a config file may be called. */
const configNames = ['tpdne.config.json', 'tpdne.config.ts', 'tpdne.config.js', 'tpdne.config.mjs'] as const;

/**
 * The path of the config file of a folder, from the current one on: the one in it, or in the nearest folder above that has
 * one, up to the root of its repository; null where there is none. Outside of a repository only the folder itself counts:
 * what lies above may be anybody's, and a config file may be a program. Throws ConfigFault where a folder has two.
 */
export async function findConfigFile(files: Files, folder: string): Promise<string | null> {
  for (const candidate of await foldersUpToRepository(files, files.resolve(folder))) {
    const path = await configFileIn(files, relative(files.resolve('.'), candidate));
    if (path !== null) return path;
  }
  return null;
}

/** The config file in a folder itself, null without one. Throws ConfigFault where there are two. */
export async function configFileIn(files: Files, folder: string): Promise<string | null> {
  const there: string[] = [];
  for (const name of configNames) if (await exists(files, join(folder, name))) there.push(name);
  const [first, second] = there;
  if (second !== undefined)
    throw new ConfigFault(join(folder, first), null, `${second} is there too; keep one of them.`);
  return first === undefined ? null : join(folder, first);
}

async function foldersUpToRepository(files: Files, start: string): Promise<string[]> {
  const folders: string[] = [];
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder);
    if (await exists(files, join(folder, '.git'))) return folders;
    if (folder === dirname(folder)) return [start];
  }
}
