import { join } from 'pathe';
import { findOnnx, findWeights, isWeightsName } from '../../engine/checkpoint/open-weights.ts';
import { Fault } from '../../fault.ts';
import { TRAINER } from '../../project/checkpoint-names.ts';
import type { Files } from '../../project/files.ts';
import { folderBytes } from '../../project/folder-bytes.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { BEGUN, readOrigin } from '../../project/origin.ts';
import { exists } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { remoteModel } from '../../project/remote-model.ts';
import type { LocalModel, UnfinishedModel } from '../events/models.ts';
import { latestCheckpoint } from './checkpoints/run-folder.ts';
import { BUNDLED_MODEL, bundledModel, cachedModel, findModel, type ModelFolder, NoModelFault } from './find-model.ts';
import { peekAtModel } from './load-model.ts';

/** Lists all models: those in models/, the bundled one, and those in Hugging Face's cache. */
export async function* listModels(project: Project): AsyncGenerator<LocalModel | UnfinishedModel> {
  const models = join(project.root, 'models');
  const names = new Set<string>();
  for await (const entry of modelsIn(project.files, models, '')) {
    if (entry.type === 'unfinished') yield entry;
    else {
      names.add(entry.name);
      yield await describeEntry(project, entry.name, () => findModel(project, entry.name), join(models, entry.name));
    }
  }
  const bundled = names.has(BUNDLED_MODEL) ? null : await bundledModel(project);
  if (bundled !== null)
    yield await describeEntry(project, BUNDLED_MODEL, () => findModel(project, BUNDLED_MODEL), bundled, 'this package');
  yield* cachedModels(project, names);
}

/** The names in a folder of models. A folder that is not a model may group the models of one owner. */
async function* modelsIn(
  files: Files,
  folder: string,
  owner: string,
): AsyncGenerator<{ readonly type: 'name'; readonly name: string } | UnfinishedModel> {
  const entries = (await nullIfMissing(files.list(folder))) ?? [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const [, unfinished] = /^\.(.+)\.partial$/.exec(entry.name) ?? [];
    if (unfinished !== undefined && (await exists(files, join(path, BEGUN)))) {
      yield { type: 'unfinished', name: owner + unfinished, path, bytes: await folderBytes(files, path) };
    } else if (!entry.name.startsWith('.')) {
      const isFolder = entry.kind === 'folder' || entry.kind === 'link';
      if (isFolder && owner === '' && (await isOwner(files, path))) yield* modelsIn(files, path, `${entry.name}/`);
      else if (isFolder || isWeightsName(entry.name)) yield { type: 'name', name: owner + entry.name };
    }
  }
}

/** Whether a folder is not a model itself, but contains folders that may be. */
async function isOwner(files: Files, folder: string): Promise<boolean> {
  const entries = (await nullIfMissing(files.list(folder))) ?? [];
  if (!entries.some(({ kind }) => kind === 'folder')) return false;
  // Several models in one folder are a fault, which is reported when the model is described.
  const modelFiles = FolderFiles.in(files, folder);
  const weights = await findWeights(modelFiles).catch(() => folder);
  return weights === null && (await latestCheckpoint(files, folder)) === null && (await findOnnx(modelFiles)) === null;
}

async function* cachedModels(project: Project, known: ReadonlySet<string>): AsyncGenerator<LocalModel> {
  for (const repository of await project.models.cachedRepositories()) {
    const remote = remoteModel(repository);
    if (remote === null || known.has(remote.name)) continue;
    const model = await describeEntry(
      project,
      remote.name,
      () => cachedModel(project, remote),
      '',
      "Hugging Face's cache",
    );
    // The cache may contain unsupported models, which are not an error.
    if (model.problem === null) yield model;
  }
}

async function describeEntry(
  project: Project,
  name: string,
  find: () => Promise<ModelFolder | null>,
  place: string,
  source: string | null = null,
): Promise<LocalModel> {
  const { files } = project;
  try {
    const found = await find();
    if (found === null) throw new NoModelFault(`${place} contains no model.`);
    const { path } = found;
    const { configuration, format } = await peekAtModel(project, path);
    const trained = (await exists(files, join(path, TRAINER))) ? 'a training here' : null;
    return {
      type: 'model',
      name,
      path,
      parameters: configuration.parameterCount,
      bytes: await folderBytes(files, path),
      format,
      from: source ?? (await readOrigin(files, path))?.from ?? trained,
      problem: null,
    };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const bytes = await folderBytes(files, place).catch(() => 0);
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
