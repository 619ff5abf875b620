import * as engine from '../../engine/checkpoint/load-model.ts';
import type { Device } from '../../engine/device/device.ts';
import type { AdaptedModel } from '../../engine/models/adapters/adapted-model.ts';
import { AdapterSet } from '../../engine/models/adapters/adapter-set.ts';
import type { FrozenType } from '../../engine/models/adapters/frozen-weights.ts';
import { mergeAdapters } from '../../engine/models/adapters/merge-adapters.ts';
import type { TrainableModel } from '../../engine/models/language-model.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import type { Project } from '../../project/project.ts';
import { type AdapterFolder, adapterIn, adapterSettings, fillAdapters } from './adapter-folder.ts';
import { officialTokenizer } from './tokenizers.ts';

/**
 * Describes the model in a folder, or in a file of weights; an adapter has what its model has. Throws AdapterFault and the
 * faults of the engine's `describeModel`.
 */
export async function describeModel(project: Project, path: string): Promise<engine.ModelDescription> {
  const adapter = await adapterIn(project, path);
  return engine.describeModel(await FolderFiles.at(project.files, adapter?.base.path ?? path), () =>
    officialTokenizer(project),
  );
}

/** Reads its configuration and format without its vocabulary. Throws the faults of `describeModel`. */
export async function peekAtModel(project: Project, path: string): ReturnType<typeof engine.peekAtModel> {
  const adapter = await adapterIn(project, path);
  if (adapter === null) return engine.peekAtModel(await FolderFiles.at(project.files, path));
  const base = await engine.peekAtModel(await FolderFiles.at(project.files, adapter.base.path));
  return { ...base, format: `PEFT adapter of ${adapter.base.name}` };
}

/**
 * Loads the weights in a folder or a file onto a device; an adapter is added to those of its model. Throws AdapterFault and
 * the faults of the engine's `loadWeights`.
 */
export async function loadWeights(
  project: Project,
  device: Device,
  path: string,
  configuration: ModelConfiguration,
): Promise<TrainableModel> {
  const adapter = await adapterIn(project, path);
  if (adapter === null) return engine.loadWeights(device, await FolderFiles.at(project.files, path), configuration);
  const model = await engine.loadWeights(device, await FolderFiles.at(project.files, adapter.base.path), configuration);
  const adapters = new AdapterSet(device, configuration, await adapterSettings(adapter, configuration));
  try {
    await fillAdapters(adapter, device, configuration, adapters);
    await mergeAdapters(model, adapters);
    return model;
  } catch (fault) {
    model.free();
    throw fault;
  } finally {
    adapters.free();
  }
}

/** Loads the model of an adapter with the adapter beside it. Throws AdapterFault and the faults of the engine's `loadWeights`. */
export async function loadAdapted(
  project: Project,
  device: Device,
  adapter: AdapterFolder,
  configuration: ModelConfiguration,
  type: FrozenType,
): Promise<AdaptedModel> {
  const settings = await adapterSettings(adapter, configuration);
  const files = await FolderFiles.at(project.files, adapter.base.path);
  const model = await engine.loadAdaptedModel(device, files, configuration, settings, type);
  try {
    await fillAdapters(adapter, device, configuration, model.adapters);
    return model;
  } catch (fault) {
    model.free();
    throw fault;
  }
}

/**
 * Loads the whole model, exactly as its files have it; the weights beside an adapter are kept as `type` says. The caller frees
 * it. Throws the faults of `describeModel` and `loadWeights`.
 */
export async function loadModel(
  project: Project,
  device: Device,
  path: string,
  type: FrozenType = 'float32',
): Promise<engine.ModelDescription & { readonly model: TrainableModel | AdaptedModel }> {
  const description = await describeModel(project, path);
  const { configuration } = description;
  const adapter = await adapterIn(project, path);
  const model =
    adapter === null
      ? await loadWeights(project, device, path, configuration)
      : await loadAdapted(project, device, adapter, configuration, type);
  return { ...description, model };
}
