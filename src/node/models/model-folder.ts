import { basename, isAbsolute, join, relative } from 'node:path';
import { findOnnx, findWeights, isOnnxName, isWeightsName, onnxRefusal } from '../../engine/checkpoint/open-weights.ts';
import { Fault } from '../../fault.ts';
import { nearest } from '../../nearest.ts';
import { exists, folderNames, isFolder } from '../files/paths.ts';
import { byteCount } from '../machine/byte-count.ts';
import { CONFIG, HPARAMS, stepOf, WEIGHTS } from './checkpoints/checkpoint-names.ts';
import { newestRun } from './checkpoints/find-runs.ts';
import { latestCheckpoint } from './checkpoints/run-folder.ts';
import { aboutBytes, knownModels, type RemoteModel, remoteModel } from './download/known-models.ts';
import { FolderFiles } from './folder-files.ts';
import { PACKAGED_MODEL, packagedModel } from './packaged-model.ts';

/** There is no model where one was looked for. */
export class NoModelFault extends Fault {}

/** There is no model of this name, and `remote` may be it. */
export class NotDownloadedFault extends NoModelFault {
  readonly remote: RemoteModel;

  constructor(message: string, remote: RemoteModel) {
    super(message);
    this.remote = remote;
  }
}

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
 * Throws NoModelFault, or NotDownloadedFault where it might be had, and WeightsFault where a folder holds several models.
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

/**
 * The folder or file of a model by name or path, or null when there is none. What is in models/ goes first, under the name
 * as it is given and under that of the model that is meant; what other software has downloaded from Hugging Face comes
 * last. Throws NoModelFault for a folder without a model.
 */
export async function findModel(model_name: string, root = '.'): Promise<ModelFolder | null> {
  // A name alone is one in models/; a folder beside it that happens to be called so is not meant.
  const isPath = /[/\\]/.test(model_name);
  const path = isAbsolute(model_name) ? model_name : join(root, model_name);
  const remote = remoteModel(model_name);
  const names = remote === null || remote.name === model_name ? [model_name] : [model_name, remote.name];
  for (const candidate of [...names.map((name) => join(root, 'models', name)), ...(isPath ? [path] : [])]) {
    if (await isFolder(candidate)) return modelIn(candidate, model_name);
    const file = basename(candidate);
    if ((isWeightsName(file) || isOnnxName(file)) && (await exists(candidate))) {
      if (isOnnxName(file)) throw new NoModelFault(onnxRefusal(candidate));
      return { path: candidate, name: model_name, step: null };
    }
  }
  const packaged = model_name === PACKAGED_MODEL ? await packagedModel() : null;
  if (packaged !== null) return modelIn(packaged, PACKAGED_MODEL);
  return remote === null ? null : cachedModel(remote);
}

/** A model in the cache of Hugging Face's other software, if its weights are there; null otherwise. */
export async function cachedModel(remote: RemoteModel): Promise<ModelFolder | null> {
  // Loaded only here: the client of the hub would make every command start later.
  const { cachedSnapshot } = await import('./download/hub-cache.ts');
  const snapshot = await cachedSnapshot(remote);
  if (snapshot === null || (await findWeights(FolderFiles.in(snapshot))) === null) return null;
  return { path: snapshot, name: remote.name, step: null };
}

/**
 * The model to start from when nobody names one: the first of OpenAI's sizes that is in models/, else the one that comes
 * with the package; null where the package has none.
 */
export async function defaultModel(root = '.'): Promise<ModelFolder | null> {
  const packaged = await packagedModel();
  if (packaged === null) return null;
  for (const { name: size } of knownModels.filter(({ isOpenai }) => isOpenai)) {
    const folder = join(root, 'models', size);
    if (await isFolder(folder)) return { ...(await modelIn(folder, size)), step: null };
  }
  return modelIn(packaged, PACKAGED_MODEL);
}

async function modelByName(model_name: string, root: string): Promise<ModelFolder> {
  const found = await findModel(model_name, root);
  if (found !== null) return found;
  const models = join(root, 'models');
  const remote = remoteModel(model_name);
  if (remote !== null) throw notDownloaded(model_name, remote, models);
  const names = await folderNames(models);
  const near = nearest(model_name, names);
  const there = names.length === 0 ? 'holds no models' : `has ${names.join(', ')}`;
  const known = knownModels.map(({ name }) => name).join(', ');
  const toDownload = `. Put its folder there, or download one of ${known}, or owner/name at Hugging Face (tpdne download).`;
  const advice = near === null ? toDownload : `; did you mean ${near}?`;
  throw new NoModelFault(`There is no model ${model_name}: ${models} ${there}${advice}`);
}

function notDownloaded(model_name: string, remote: RemoteModel, models: string): NotDownloadedFault {
  const { name, known } = remote;
  const command = `tpdne download ${model_name}`;
  const place = join(models, name);
  if (known === null) {
    return new NotDownloadedFault(
      `There is no model ${model_name}, neither at that path nor as ${place}. If it is a repository at Hugging Face, get it ` +
        `with: ${command} (or give --yes, and it is downloaded first).`,
      remote,
    );
  }
  return new NotDownloadedFault(
    `The model ${model_name} is not in ${place}. Get it (${byteCount(aboutBytes(known))}) with: ${command} (or give --yes, and it ` +
      'is downloaded first).',
    remote,
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
  const advice = near === null ? '. Train one with tpdne train or tpdne run.' : `; did you mean ${near}?`;
  throw new NoModelFault(`There is no run ${run}: ${runs} ${there}${advice}`);
}

async function modelIn(path: string, name: string): Promise<ModelFolder> {
  const files = FolderFiles.in(path);
  if ((await findWeights(files)) !== null) return { path, name, step: stepOf(basename(path)) };
  const checkpoint = await latestCheckpoint(path);
  if (checkpoint !== null) {
    return { path: checkpoint.path, name: `${name}/${relative(path, checkpoint.path)}`, step: checkpoint.step };
  }
  const onnx = await findOnnx(files);
  if (onnx !== null) throw new NoModelFault(onnxRefusal(files.pathOf(onnx)));
  throw new NoModelFault(
    `${path} holds no model: it has neither ${WEIGHTS} (with ${CONFIG} or ${HPARAMS}), nor weights in another format, nor ` +
      'a checkpoint model-<step>.',
  );
}
