import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nullIfMissing } from '../../files/null-if-missing.ts';
import { folderNames } from '../../files/paths.ts';
import { LATEST } from './checkpoint-names.ts';
import { latestCheckpoint } from './run-folder.ts';

/** The names of all runs, in order. `root` holds checkpoint/. */
export function runNames(root = '.'): Promise<string[]> {
  return folderNames(join(root, 'checkpoint'));
}

/** The run in `runs`, the folder checkpoint/, that was trained last; null when there is none. */
export async function newestRun(runs: string): Promise<string | null> {
  let newest: string | null = null;
  let newestMs = -1;
  for (const run of await folderNames(runs)) {
    const checkpoint = await latestCheckpoint(join(runs, run));
    if (checkpoint === null) continue;
    const mark = (await nullIfMissing(stat(join(runs, run, LATEST)))) ?? (await stat(checkpoint.path));
    if (mark.mtimeMs > newestMs) [newest, newestMs] = [run, mark.mtimeMs];
  }
  return newest;
}
