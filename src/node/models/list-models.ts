import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnnx, findWeights, isWeightsName } from '../../engine/checkpoint/open-weights.ts';
import { Fault } from '../../fault.ts';
import { folderBytes } from '../files/folder-bytes.ts';
import { nullIfMissing } from '../files/null-if-missing.ts';
import { exists } from '../files/paths.ts';
import { TRAINER } from './checkpoints/checkpoint-names.ts';
import { latestCheckpoint } from './checkpoints/run-folder.ts';
import { BEGUN } from './download/download-folder.ts';
import { remoteModel } from './download/known-models.ts';
import { readOrigin } from './download/origin.ts';
import { FolderFiles } from './folder-files.ts';
import { peekAtModel } from './load-model.ts';
import { cachedModel, findModel, type ModelFolder, NoModelFault } from './model-folder.ts';
import { PACKAGED_MODEL, packagedModel } from './packaged-model.ts';

/** A model on this machine. */
export interface ModelThere {
  readonly type: 'model';
  /** What model_name takes for it. */
  readonly name: string;
  readonly path: string;
  /** Null where it cannot be read; then `problem` says why. */
  readonly parameters: number | null;
  readonly bytes: number;
  readonly format: string | null;
  /** The address that it was downloaded from, or where else it comes from, in words; null where nothing says it. */
  readonly from: string | null;
  readonly problem: string | null;
}

/** A download that was stopped. */
export interface UnfinishedModel {
  readonly type: 'unfinished';
  readonly name: string;
  readonly path: string;
  /** That have come. */
  readonly bytes: number;
}

/** All models: those of models/, that of the package, and those in the cache of Hugging Face's other software. */
export async function* listModels(root: string): AsyncGenerator<ModelThere | UnfinishedModel> {
  const models = join(root, 'models');
  const names = new Set<string>();
  for await (const entry of modelsIn(models, '')) {
    if (entry.type === 'unfinished') yield entry;
    else {
      names.add(entry.name);
      yield await lookAt(entry.name, () => findModel(entry.name, root), join(models, entry.name));
    }
  }
  const packaged = names.has(PACKAGED_MODEL) ? null : await packagedModel();
  if (packaged !== null)
    yield await lookAt(PACKAGED_MODEL, () => findModel(PACKAGED_MODEL, root), packaged, 'this package');
  yield* cachedModels(names);
}

/** The names in a folder of models; in a folder that is no model lie those of one owner. */
async function* modelsIn(
  folder: string,
  owner: string,
): AsyncGenerator<{ readonly type: 'name'; readonly name: string } | UnfinishedModel> {
  const entries = (await nullIfMissing(readdir(folder, { withFileTypes: true }))) ?? [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const [, unfinished] = /^\.(.+)\.partial$/.exec(entry.name) ?? [];
    if (unfinished !== undefined && (await exists(join(path, BEGUN)))) {
      yield { type: 'unfinished', name: owner + unfinished, path, bytes: await folderBytes(path) };
    } else if (!entry.name.startsWith('.')) {
      const isFolder = entry.isDirectory() || entry.isSymbolicLink();
      if (isFolder && owner === '' && (await isOwner(path))) yield* modelsIn(path, `${entry.name}/`);
      else if (isFolder || isWeightsName(entry.name)) yield { type: 'name', name: owner + entry.name };
    }
  }
}

/** Whether a folder holds no model, but folders that may. */
async function isOwner(folder: string): Promise<boolean> {
  const entries = (await nullIfMissing(readdir(folder, { withFileTypes: true }))) ?? [];
  if (!entries.some((entry) => entry.isDirectory())) return false;
  // Several models in one folder make a fault, which is told when the model is looked at.
  const files = FolderFiles.in(folder);
  const weights = await findWeights(files).catch(() => folder);
  return weights === null && (await latestCheckpoint(folder)) === null && (await findOnnx(files)) === null;
}

async function* cachedModels(known: ReadonlySet<string>): AsyncGenerator<ModelThere> {
  const { cachedRepositories } = await import('./download/hub-cache.ts');
  for (const repository of await cachedRepositories()) {
    const remote = remoteModel(repository);
    if (remote === null || known.has(remote.name)) continue;
    const model = await lookAt(remote.name, () => cachedModel(remote), '', "Hugging Face's cache");
    // Models of other kinds lie there too, which are nobody's mistake.
    if (model.problem === null) yield model;
  }
}

async function lookAt(
  name: string,
  find: () => Promise<ModelFolder | null>,
  place: string,
  source: string | null = null,
): Promise<ModelThere> {
  try {
    const found = await find();
    if (found === null) throw new NoModelFault(`${place} holds no model.`);
    const { path } = found;
    const { configuration, format } = await peekAtModel(path);
    const trained = (await exists(join(path, TRAINER))) ? 'a training here' : null;
    return {
      type: 'model',
      name,
      path,
      parameters: configuration.parameterCount,
      bytes: await folderBytes(path),
      format,
      from: source ?? (await readOrigin(path))?.from ?? trained,
      problem: null,
    };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const bytes = await folderBytes(place).catch(() => 0);
    return {
      type: 'model',
      name,
      path: place,
      parameters: null,
      bytes,
      format: null,
      from: source,
      problem: fault.message,
    };
  }
}
