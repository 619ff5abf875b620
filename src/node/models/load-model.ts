import * as engine from '../../engine/checkpoint/load-model.ts';
import type { Device } from '../../engine/device/device.ts';
import type { TrainableModel } from '../../engine/models/language-model.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import { FolderFiles } from './folder-files.ts';
import { officialTokenizer } from './vocabulary-files.ts';

/** Describes the model in a folder, or in a file of weights. Throws the faults of the engine's `describeModel`. */
export async function describeModel(path: string): Promise<engine.ModelDescription> {
  return engine.describeModel(await FolderFiles.at(path), officialTokenizer);
}

/** Its configuration and format, without its vocabulary. Throws like `describeModel`. */
export async function peekAtModel(path: string): ReturnType<typeof engine.peekAtModel> {
  return engine.peekAtModel(await FolderFiles.at(path));
}

/** Loads the weights in a folder or a file onto a device. Throws the faults of the engine's `loadWeights`. */
export async function loadWeights(
  device: Device,
  path: string,
  configuration: ModelConfiguration,
): Promise<TrainableModel> {
  return engine.loadWeights(device, await FolderFiles.at(path), configuration);
}

/** The whole model: `describeModel` and `loadWeights`. Whoever calls it frees the model. */
export async function loadModel(
  device: Device,
  path: string,
): Promise<engine.ModelDescription & { readonly model: TrainableModel }> {
  const description = await describeModel(path);
  return { ...description, model: await loadWeights(device, path, description.configuration) };
}
