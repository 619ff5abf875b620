import { basename, isAbsolute, join, relative } from 'pathe';
import { findOnnx, findWeights, isOnnxName, isWeightsName, onnxRefusal } from '../../engine/checkpoint/open-weights.ts';
import { Fault } from '../../fault.ts';
import { nearest } from '../../nearest.ts';
import { byteCount } from '../../project/byte-count.ts';
import { CONFIG, HPARAMS, stepOf, WEIGHTS } from '../../project/checkpoint-names.ts';
import type { Files } from '../../project/files.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import { knownModels } from '../../project/known-models.ts';
import { exists, folderNames, isFolder } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { knownNames, type RemoteModel, remoteModel } from '../../project/remote-model.ts';
import { type CheckpointChoice, chooseCheckpoint, NoCheckpointFault } from './checkpoints/choose-checkpoint.ts';
import { newestRun } from './checkpoints/find-runs.ts';
import { isSupported } from './propose-model.ts';

/** The name of the bundled model. */
export const BUNDLED_MODEL = 'base';

/** The folder of the bundled model; null if it contains only the vocabulary. */
export async function bundledModel({ files, models }: Project): Promise<string | null> {
  return (await exists(files, join(models.bundled, WEIGHTS))) ? models.bundled : null;
}

/** No model was found. */
export class NoModelFault extends Fault {
  override readonly code: string = 'no-model';
}

/** No model of this name was found, but `remote` may be it. */
export class NotDownloadedFault extends NoModelFault {
  override readonly code: string = 'not-downloaded';

  readonly remote: RemoteModel;

  constructor(message: string, remote: RemoteModel) {
    super(message);
    this.remote = remote;
  }
}

/** A folder that contains a whole model, or a file that is one. */
export interface ModelFolder {
  readonly path: string;
  /** For people: 'run1/model-900', 'mymodel'. */
  readonly name: string;
  /** Its training steps; null for a base model. */
  readonly step: number | null;
}

/** Selects a run, or a model by name or path. If both are null: the newest run, else the default model. */
export interface ModelChoice {
  readonly run?: string | null;
  readonly model_name?: string | null;
  /** Which checkpoint of the run; the latest by default. */
  readonly checkpoint?: CheckpointChoice;
}

/**
 * Finds a model on disk: a checkpoint of a run, or a folder by its name in models/ or by its path. The folder
 * may be a model, a checkpoint, or a whole run copied from checkpoint/; a weights file is accepted in its place. Throws
 * NoModelFault, NoCheckpointFault, NotDownloadedFault if it can be downloaded, and WeightsFault if a folder contains several models.
 */
export async function resolveModel(project: Project, choice: ModelChoice): Promise<ModelFolder> {
  const { run, model_name, checkpoint = 'latest' } = choice;
  if (model_name != null) return modelByName(project, model_name, checkpoint);
  const runs = join(project.root, 'checkpoint');
  if (run != null) return modelOfRun(project.files, run, runs, checkpoint);
  const newest = await newestRun(project.files, runs);
  if (newest !== null) return modelOfRun(project.files, newest, runs, checkpoint);
  if (checkpoint !== 'latest')
    throw new NoModelFault(`There is no run in ${runs} to take checkpoint ${checkpoint} of.`);
  const usual = await defaultModel(project);
  if (usual !== null) return usual;
  throw new NoModelFault(
    `There is no trained model in ${runs}. Train one (tpdne train, or tpdne run), or name a folder in models/.`,
  );
}

/**
 * The folder or file of a model by name or path; null if there is none. models/ is searched first, for the name as given
 * and for the name of the known model it stands for; the cache of other software that downloads from Hugging Face comes
 * last. Throws NoModelFault for a folder without a model.
 */
export async function findModel(
  project: Project,
  model_name: string,
  checkpoint: CheckpointChoice = 'latest',
): Promise<ModelFolder | null> {
  const { root, files } = project;
  // A bare name means a model in models/, even if the current folder has a folder of that name.
  const isPath = /[/\\]/.test(model_name);
  const path = isAbsolute(model_name) ? model_name : join(root, model_name);
  const remote = remoteModel(model_name);
  const names = remote === null || remote.name === model_name ? [model_name] : [model_name, remote.name];
  for (const candidate of [...names.map((name) => join(root, 'models', name)), ...(isPath ? [path] : [])]) {
    if (await isFolder(files, candidate)) return modelIn(files, candidate, model_name, checkpoint);
    const file = basename(candidate);
    if ((isWeightsName(file) || isOnnxName(file)) && (await exists(files, candidate))) {
      if (isOnnxName(file)) throw new NoModelFault(onnxRefusal(candidate));
      return wholeModel({ path: candidate, name: model_name, step: null }, checkpoint);
    }
  }
  const bundled = model_name === BUNDLED_MODEL ? await bundledModel(project) : null;
  if (bundled !== null) return modelIn(files, bundled, BUNDLED_MODEL, checkpoint);
  const cached = remote === null ? null : await cachedModel(project, remote);
  return cached === null ? null : wholeModel(cached, checkpoint);
}

/** A model in Hugging Face's cache, if its weights are there; else null. */
export async function cachedModel({ files, models }: Project, remote: RemoteModel): Promise<ModelFolder | null> {
  const snapshot = await models.cachedSnapshot(remote);
  if (snapshot !== null && remote.file !== null) {
    const path = join(snapshot, remote.file);
    return (await exists(files, path)) ? { path, name: remote.name, step: null } : null;
  }
  if (snapshot === null || (await findWeights(FolderFiles.in(files, snapshot))) === null) return null;
  return { path: snapshot, name: remote.name, step: null };
}

/**
 * The model to start from by default: the first of the known models that is in models/, else the bundled one; null if
 * there is neither.
 */
export async function defaultModel(project: Project): Promise<ModelFolder | null> {
  const { root, files } = project;
  for (const { name } of knownModels.filter(isSupported)) {
    const folder = join(root, 'models', name);
    if (await isFolder(files, folder)) return { ...(await modelIn(files, folder, name, 'latest')), step: null };
  }
  const bundled = await bundledModel(project);
  return bundled === null ? null : modelIn(files, bundled, BUNDLED_MODEL, 'latest');
}

async function modelByName(project: Project, model_name: string, checkpoint: CheckpointChoice): Promise<ModelFolder> {
  const found = await findModel(project, model_name, checkpoint);
  if (found !== null) return found;
  const models = join(project.root, 'models');
  const remote = remoteModel(model_name);
  if (remote !== null) throw notDownloaded(model_name, remote, models);
  const names = await folderNames(project.files, models);
  const near = nearest(model_name, [...names, ...knownNames]);
  const there = names.length === 0 ? 'contains no models' : `has ${names.join(', ')}`;
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
      `There is no model ${model_name}, neither at that path nor as ${place}. If it is a repository at Hugging Face, download it ` +
        `with: ${command} (or give --yes to download it first).`,
      remote,
    );
  }
  const size = known.bytes === null ? '' : ` (${byteCount(known.bytes)})`;
  return new NotDownloadedFault(
    `The model ${model_name} is not in ${place}. Download it${size} with: ${command} (or give --yes to download it first).`,
    remote,
  );
}

async function modelOfRun(files: Files, run: string, runs: string, which: CheckpointChoice): Promise<ModelFolder> {
  const checkpoint = await chooseCheckpoint(files, join(runs, run), which);
  if (checkpoint !== null) {
    return { path: checkpoint.path, name: `${run}/${basename(checkpoint.path)}`, step: checkpoint.step };
  }
  if (await isFolder(files, join(runs, run))) {
    throw new NoModelFault(`The run ${run} has no checkpoint in ${join(runs, run)} yet.`);
  }
  throw await missingRun(files, run, runs);
}

/** The fault about a run that is not in the folder `runs`. */
export async function missingRun(files: Files, run: string, runs: string): Promise<NoModelFault> {
  const names = await folderNames(files, runs);
  const near = nearest(run, names);
  const there = names.length === 0 ? 'contains no runs' : `has ${names.join(', ')}`;
  const advice = near === null ? '. Train one with tpdne train or tpdne run.' : `; did you mean ${near}?`;
  return new NoModelFault(`There is no run ${run}: ${runs} ${there}${advice}`);
}

/** A model without checkpoints. Throws NoCheckpointFault if one of them is asked for. */
function wholeModel(model: ModelFolder, which: CheckpointChoice): ModelFolder {
  if (which === 'latest') return model;
  throw new NoCheckpointFault(`${model.path} is one model, not a run with checkpoints: leave out checkpoint ${which}.`);
}

async function modelIn(files: Files, path: string, name: string, which: CheckpointChoice): Promise<ModelFolder> {
  const modelFiles = FolderFiles.in(files, path);
  if ((await findWeights(modelFiles)) !== null) return wholeModel({ path, name, step: stepOf(basename(path)) }, which);
  const checkpoint = await chooseCheckpoint(files, path, which);
  if (checkpoint !== null) {
    return { path: checkpoint.path, name: `${name}/${relative(path, checkpoint.path)}`, step: checkpoint.step };
  }
  const onnx = await findOnnx(modelFiles);
  if (onnx !== null) throw new NoModelFault(onnxRefusal(modelFiles.pathOf(onnx)));
  throw new NoModelFault(
    `${path} contains no model: it has neither ${WEIGHTS} (with ${CONFIG} or ${HPARAMS}), nor weights in another format, nor ` +
      'a checkpoint model-<step>.',
  );
}
