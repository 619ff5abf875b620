import * as engine from '../../engine/checkpoint/load-model.ts';
import type { Device } from '../../engine/device/device.ts';
import type { TrainableModel } from '../../engine/models/language-model.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import type { Files } from '../../project/files.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import type { Project } from '../../project/project.ts';
import { officialTokenizer } from './tokenizers.ts';

/** Describes the model in a folder, or in a file of weights. Throws the faults of the engine's `describeModel`. */
export async function describeModel(project: Project, path: string): Promise<engine.ModelDescription> {
  return engine.describeModel(await FolderFiles.at(project.files, path), () => officialTokenizer(project));
}

/** Reads its configuration and format without its vocabulary. Throws the faults of `describeModel`. */
export async function peekAtModel(files: Files, path: string): ReturnType<typeof engine.peekAtModel> {
  return engine.peekAtModel(await FolderFiles.at(files, path));
}

/** Loads the weights in a folder or a file onto a device. Throws the faults of the engine's `loadWeights`. */
export async function loadWeights(
  files: Files,
  device: Device,
  path: string,
  configuration: ModelConfiguration,
): Promise<TrainableModel> {
  return engine.loadWeights(device, await FolderFiles.at(files, path), configuration);
}

/** Loads the whole model: `describeModel` and `loadWeights`. The caller frees it. */
export async function loadModel(
  project: Project,
  device: Device,
  path: string,
): Promise<engine.ModelDescription & { readonly model: TrainableModel }> {
  const description = await describeModel(project, path);
  return { ...description, model: await loadWeights(project.files, device, path, description.configuration) };
}
