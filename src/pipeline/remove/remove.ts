import { join } from 'pathe';
import { Fault } from '../../fault.ts';
import { isRunName, runPlaces } from '../../project/checkpoint-names.ts';
import { exists, folderNames } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { treeBytes } from '../../project/tree-bytes.ts';
import { untilAborted } from '../../project/until-aborted.ts';
import type { Removal, RemoveEvent } from '../events/removing.ts';
import { runNames } from '../models/checkpoints/find-runs.ts';
import { RunFolder } from '../models/checkpoints/run-folder.ts';
import { type RemoveGiven, removeSettings } from '../settings/remove.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';

/** What is to be deleted does not exist. */
export class NothingToRemoveFault extends Fault {
  override readonly code: string = 'nothing-to-remove';
}

export interface RemoveOptions {
  /** Asked before anything is deleted, unless `yes` allows it; without both, nothing is. */
  readonly mayRemove?: (removal: Removal) => Promise<boolean>;
}

/**
 * Deletes a run, or a model in models/, after asking. Posts that a run wrote are elsewhere and stay. Throws SettingFault,
 * NothingToRemoveFault, LockedFault for a run that another process trains, and WriteFault.
 */
export async function* remove(
  given: RemoveGiven,
  project: Project,
  { mayRemove = async () => false }: RemoveOptions = {},
): AsyncGenerator<RemoveEvent, void, undefined> {
  const { run, model_name, yes } = checkSettings(removeSettings, given);
  if ((run === null) === (model_name === null)) {
    throw new SettingFault('run', 'Give `run` or `model_name`: what to delete.');
  }
  const removal = run !== null ? await findRun(project, run) : await findDownload(project, model_name!);
  yield { type: 'removal-found', ...removal };
  if (!yes && !(await untilAborted(mayRemove(removal), project.signal))) {
    yield { type: 'removal-cancelled' };
    return;
  }
  project.signal?.throwIfAborted();
  // Emptied under its lock, so that no training goes on in a folder that disappears.
  if (run !== null) await RunFolder.discard(project.files, runPlaces(project.root, run).checkpoints);
  for (const path of removal.paths) await project.files.remove(path);
  yield { type: 'removed', ...removal };
}

async function findRun(project: Project, run: string): Promise<Removal> {
  const { files, root } = project;
  const places = isRunName(run) ? runPlaces(root, run) : null;
  const paths = places === null ? [] : [places.checkpoints, places.samples];
  const found = await sized(project, paths);
  if (found.paths.length > 0) return { name: run, kind: 'run', ...found };
  throw new NothingToRemoveFault(`There is no run ${run}; ${listed(await runNames(files, root), 'checkpoint/')}`);
}

async function findDownload(project: Project, model: string): Promise<Removal> {
  const models = join(project.root, 'models');
  // A name such as owner/name is a folder in a folder; no name leads out of models/.
  const isInside = model.split('/').every((part) => isRunName(part));
  const found = await sized(project, isInside ? [join(models, model)] : []);
  if (found.paths.length > 0) return { name: model, kind: 'model', ...found };
  throw new NothingToRemoveFault(
    `There is no model ${model} in models/; ${listed(await folderNames(project.files, models), 'models/')}`,
  );
}

async function sized({ files }: Project, places: readonly string[]): Promise<Pick<Removal, 'paths' | 'bytes'>> {
  const paths: string[] = [];
  let bytes = 0;
  for (const path of places) {
    if (!(await exists(files, path))) continue;
    paths.push(path);
    bytes += await treeBytes(files, path);
  }
  return { paths, bytes };
}

function listed(names: readonly string[], folder: string): string {
  return names.length === 0 ? `${folder} is empty.` : `${folder} has ${names.join(', ')}.`;
}
