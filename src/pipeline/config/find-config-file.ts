import { dirname, join, relative } from 'pathe';
import type { Files } from '../../project/files.ts';
import { exists } from '../../project/paths.ts';
import { ConfigFault } from './config-fault.ts';

/** The possible names of a config file. */
const configNames = ['tpdne.config.json', 'tpdne.config.ts', 'tpdne.config.js', 'tpdne.config.mjs'] as const;

/**
 * The path, relative to the current folder, of the config file that applies in a folder: the one in it or in the nearest
 * parent folder, up to the root of its git repository; null if there is none. Outside a repository only the folder itself
 * is searched, because a parent folder may belong to someone else and a config file can be a program. Throws ConfigFault if
 * a folder has two.
 */
export async function findConfigFile(files: Files, folder: string): Promise<string | null> {
  for (const candidate of await foldersUpToRepository(files, files.resolve(folder))) {
    const path = await configFileIn(files, relative(files.resolve('.'), candidate));
    if (path !== null) return path;
  }
  return null;
}

/** The path of the config file directly in a folder; null if there is none. Throws ConfigFault if there are two. */
export async function configFileIn(files: Files, folder: string): Promise<string | null> {
  const there: string[] = [];
  for (const name of configNames) if (await exists(files, join(folder, name))) there.push(name);
  const [first, second] = there;
  if (second !== undefined)
    throw new ConfigFault(join(folder, first), null, `${second} also exists; keep only one of them.`);
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
