import { readdir, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative } from 'node:path';
import { modelSizes } from '../../engine/model/configuration.ts';
import { Fault, nearest } from '../../fault.ts';
import { exists } from '../files/paths.ts';
import { CONFIG, HPARAMS, LATEST, stepOf, WEIGHTS } from './checkpoint-names.ts';
import { findWeights, isWeightsName } from './open-weights.ts';
import { PACKAGED_MODEL, packagedModel } from './packaged-model.ts';
import { latestCheckpoint } from './run-folder.ts';

/** There is no model where one was looked for. */
export class NoModelFault extends Fault {}

/** A folder that holds a whole model, or a file that does. */
export interface ModelFolder {
  readonly path: string;
  /** For people: 'run1/model-900', 'mymodel'. */
  readonly name: string;
  /** Updates it was trained for; null for a base model. */
  readonly step: number | null;
}

/** Which model is meant: a run, or a model by name or path; neither means the newest run, or else the default model. */
export interface ModelChoice {
  readonly run?: string | null;
  readonly model_name?: string | null;
  /** The folder that holds models/ and checkpoint/. Default: the current one. */
  readonly root?: string;
}

/**
 * Finds a model on disk: the newest checkpoint of a run, or a folder by its name in models/ or by its path. That folder
 * may be a model, one checkpoint, or a whole run, as copied from checkpoint/; a file of weights may take its place.
 * Throws NoModelFault, and WeightsFault where a folder holds several models.
 */
export async function resolveModel({ run, model_name, root = '.' }: ModelChoice): Promise<ModelFolder> {
  if (model_name != null) return modelByName(model_name, root);
  const runs = join(root, 'checkpoint');
  if (run != null) return modelOfRun(run, runs);
  const newest = await newestRun(runs);
  if (newest !== null) return modelOfRun(newest, runs);
  const usual = await defaultModel(root);
  if (usual !== null) return usual;
  throw new NoModelFault(
    `There is no trained model in ${runs}. Train one (tpdne train, or tpdne run), or name a folder in models/.`,
  );
}

/** The folder or file of a model by name or path, or null when there is none. Throws NoModelFault for an empty one. */
export async function findModel(model_name: string, root = '.'): Promise<ModelFolder | null> {
  // A name alone is one in models/; a folder beside it that happens to be called so is not meant.
  const isPath = /[/\\]/.test(model_name);
  const path = isAbsolute(model_name) ? model_name : join(root, model_name);
  for (const candidate of [join(root, 'models', model_name), ...(isPath ? [path] : [])]) {
    if (await isFolder(candidate)) return modelIn(candidate, model_name);
    if (isWeightsName(candidate) && (await exists(candidate))) return { path: candidate, name: model_name, step: null };
  }
  const packaged = model_name === PACKAGED_MODEL ? await packagedModel() : null;
  return packaged === null ? null : modelIn(packaged, PACKAGED_MODEL);
}

/**
 * The model to start from when nobody names one: the first of OpenAI's sizes that is in models/, else the one that comes
 * with the package; null where the package has none.
 */
export async function defaultModel(root = '.'): Promise<ModelFolder | null> {
  const packaged = await packagedModel();
  if (packaged === null) return null;
  const { nano: _, ...larger } = modelSizes;
  for (const size of Object.keys(larger)) {
    const folder = join(root, 'models', size);
    if (await isFolder(folder)) return { ...(await modelIn(folder, size)), step: null };
  }
  return modelIn(packaged, PACKAGED_MODEL);
}

async function modelByName(model_name: string, root: string): Promise<ModelFolder> {
  const found = await findModel(model_name, root);
  if (found !== null) return found;
  const models = join(root, 'models');
  const names = await folderNames(models);
  const near = nearest(model_name, names);
  const there = names.length === 0 ? 'holds no models' : `has ${names.join(', ')}`;
  throw new NoModelFault(
    `There is no model ${model_name}: ${models} ${there}${near === null ? '. Put its folder there, or start from nano.' : `; did you mean ${near}?`}`,
  );
}

async function modelOfRun(run: string, runs: string): Promise<ModelFolder> {
  const checkpoint = await latestCheckpoint(join(runs, run));
  if (checkpoint !== null) {
    return { path: checkpoint.path, name: `${run}/${basename(checkpoint.path)}`, step: checkpoint.step };
  }
  if (await isFolder(join(runs, run))) {
    throw new NoModelFault(`The run ${run} has no checkpoint in ${join(runs, run)} yet.`);
  }
  const names = await folderNames(runs);
  const near = nearest(run, names);
  const there = names.length === 0 ? 'holds no runs' : `has ${names.join(', ')}`;
  throw new NoModelFault(
    `There is no run ${run}: ${runs} ${there}${near === null ? '. Train one with tpdne train or tpdne run.' : `; did you mean ${near}?`}`,
  );
}

async function modelIn(path: string, name: string): Promise<ModelFolder> {
  if ((await findWeights(path)) !== null) return { path, name, step: stepOf(basename(path)) };
  const checkpoint = await latestCheckpoint(path);
  if (checkpoint !== null) {
    return { path: checkpoint.path, name: `${name}/${relative(path, checkpoint.path)}`, step: checkpoint.step };
  }
  throw new NoModelFault(
    `${path} holds no model: it has neither ${WEIGHTS} (with ${CONFIG} or ${HPARAMS}), nor weights in another format, nor ` +
      'a checkpoint model-<step>.',
  );
}

/** The run that was saved to last. */
/** The run in `runs`, the folder checkpoint/, that was trained last; null when there is none. */
export async function newestRun(runs: string): Promise<string | null> {
  let newest: string | null = null;
  let newestMs = -1;
  for (const run of await folderNames(runs)) {
    const checkpoint = await latestCheckpoint(join(runs, run));
    if (checkpoint === null) continue;
    const mark = await stat(join(runs, run, LATEST)).catch(() => stat(checkpoint.path));
    if (mark.mtimeMs > newestMs) [newest, newestMs] = [run, mark.mtimeMs];
  }
  return newest;
}

async function folderNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
