import { join } from 'pathe';
import { LATEST } from '../../../project/checkpoint-names.ts';
import type { Files } from '../../../project/files.ts';
import { nullIfMissing } from '../../../project/null-if-missing.ts';
import { folderNames } from '../../../project/paths.ts';
import { latestCheckpoint } from './run-folder.ts';

/** The names of all runs, sorted. `root` contains checkpoint/. */
export function runNames(files: Files, root: string): Promise<string[]> {
  return folderNames(files, join(root, 'checkpoint'));
}

/** The most recently trained run in `runs`, the folder checkpoint/; null if there is none. */
export async function newestRun(files: Files, runs: string): Promise<string | null> {
  let newest: string | null = null;
  let newestMs = -1;
  for (const run of await folderNames(files, runs)) {
    const checkpoint = await latestCheckpoint(files, join(runs, run));
    if (checkpoint === null) continue;
    const mark = (await nullIfMissing(files.stat(join(runs, run, LATEST)))) ?? (await files.stat(checkpoint.path));
    if (mark.modifiedMs > newestMs) [newest, newestMs] = [run, mark.modifiedMs];
  }
  return newest;
}
