import { basename, dirname, isAbsolute, join } from 'pathe';
import { nearest } from '../../nearest.ts';
import { isRunName, RUN_RECORD, runPlaces, stepOf, TRAINER } from '../../project/checkpoint-names.ts';
import { exists, folderNames, isFolder } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { knownNames } from '../../project/remote-model.ts';
import { runNames } from '../models/checkpoints/find-runs.ts';
import { checkpointSteps } from '../models/checkpoints/run-folder.ts';
import { findModel, NoModelFault } from '../models/find-model.ts';
import type { ShowGiven } from '../settings/given/show.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { showSettings } from '../settings/show.ts';
import { describeModel } from './describe-model.ts';
import { describeRun, type RunPlace } from './describe-run.ts';
import { describeTokens } from './describe-tokens.ts';
import type { ShowEvent } from './shown.ts';

const TOKEN_FILE = /\.npz$/i;

/**
 * Says what a name or path stands for: a run in checkpoint/ and a model in models/, both if both have that name; a token file;
 * or the folder or file of one of these. Throws SettingFault, NoModelFault if there is nothing of that name, NoTokensFault,
 * and the faults of `describeModel` and `readNpz`.
 */
export async function* show(given: ShowGiven, project: Project): AsyncGenerator<ShowEvent, void, undefined> {
  const { what } = checkSettings(showSettings, given);
  const { files, root } = project;
  const path = isAbsolute(what) ? what : join(root, what);
  if (TOKEN_FILE.test(what) && (await exists(files, path))) return yield await describeTokens(project, path);
  const run = await findRun(project, what, path);
  if (run !== null) yield await describeRun(project, run);
  // A bare name can stand for both; a path that is a run is no model besides.
  const model = run !== null && /[/\\]/.test(what) ? null : await findModelBeside(project, what, run !== null);
  if (model !== null) yield await describeModel(project, model);
  if (run === null && model === null) throw await nothing(project, what);
}

/** The run of this name or in this folder, or that the checkpoint in this folder belongs to; null if there is none. */
async function findRun({ files, root }: Project, what: string, path: string): Promise<RunPlace | null> {
  const named = isRunName(what) ? runPlaces(root, what).checkpoints : null;
  if (named !== null && (await isFolder(files, named))) return { path: named, step: null };
  if ((await checkpointSteps(files, path)).length > 0 || (await exists(files, join(path, RUN_RECORD)))) {
    return { path, step: null };
  }
  const step = stepOf(basename(path));
  return step !== null && (await exists(files, join(path, TRAINER))) ? { path: dirname(path), step } : null;
}

async function findModelBeside(project: Project, what: string, isRunToo: boolean) {
  try {
    return await findModel(project, what);
  } catch (fault) {
    if (isRunToo && fault instanceof NoModelFault) return null;
    throw fault;
  }
}

async function nothing({ files, root }: Project, what: string): Promise<NoModelFault> {
  const names = [...(await runNames(files, root)), ...(await folderNames(files, join(root, 'models')))];
  const near = nearest(what, [...names, ...knownNames]);
  const advice = near === null ? ' tpdne models and tpdne doctor list what there is.' : ` Did you mean ${near}?`;
  return new NoModelFault(`There is no run, model or token file ${what}.${advice}`);
}
