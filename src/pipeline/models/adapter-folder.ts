import { findWeights } from '../../engine/checkpoint/open-weights.ts';
import { ADAPTER_CONFIG, type AdapterConfig, parseAdapterConfig } from '../../engine/checkpoint/peft/adapter-config.ts';
import { AdapterFault } from '../../engine/checkpoint/peft/adapter-fault.ts';
import {
  ADAPTER_WEIGHTS,
  loadAdapters,
  type OpenAdapter,
  openAdapter,
  readBaseDigest,
} from '../../engine/checkpoint/peft/adapter-file.ts';
import type { Device } from '../../engine/device/device.ts';
import { type ModelFiles, readText } from '../../engine/model-files.ts';
import type { AdapterSettings } from '../../engine/models/adapters/adapter-layers.ts';
import type { AdapterSet } from '../../engine/models/adapters/adapter-set.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import type { Project } from '../../project/project.ts';
import { type BaseIdentity, weightsDigest } from './base-identity.ts';
import { findModel, type ModelFolder, NoModelFault, NotDownloadedFault, resolveModel } from './find-model.ts';

/** An adapter in a folder, and the model that it belongs to. */
export interface AdapterFolder {
  readonly files: ModelFiles;
  readonly config: AdapterConfig;
  readonly base: ModelFolder;
  readonly identity: BaseIdentity;
}

/** Whether a folder, or a file of weights, is an adapter. */
export async function isAdapter(files: ModelFiles): Promise<boolean> {
  return (await findWeights(files)) === ADAPTER_WEIGHTS;
}

/**
 * The adapter in a folder, or that is a file; null if it is a whole model. Throws AdapterFault if it cannot be read, or if its
 * model is missing or has changed; NotDownloadedFault if that can be downloaded.
 */
export async function adapterIn(project: Project, path: string): Promise<AdapterFolder | null> {
  const files = await FolderFiles.at(project.files, path);
  if (!(await isAdapter(files))) return null;
  const config = await readAdapterConfig(files);
  const base = await baseOf(project, files, config.baseName);
  const baseFiles = await FolderFiles.at(project.files, base.path);
  if (await isAdapter(baseFiles)) {
    throw new AdapterFault(`${files.description} is an adapter of ${base.name}, which is an adapter itself.`);
  }
  const [was, is] = [await withAdapterFile(files, readBaseDigest), await weightsDigest(baseFiles)];
  if (was !== null && was !== is) {
    throw new AdapterFault(
      `${files.description} is an adapter of ${base.name}, but the weights in ${base.path} are not those that it was trained beside; put those back.`,
    );
  }
  return { files, config, base, identity: { name: config.baseName!, digest: is } };
}

/**
 * Looks for the model of an adapter without opening it; nothing is looked for if the folder is a whole model. Throws as
 * `adapterIn` does.
 */
export async function requireBase(project: Project, path: string): Promise<void> {
  const files = await FolderFiles.at(project.files, path);
  if (await isAdapter(files)) await baseOf(project, files, (await readAdapterConfig(files)).baseName);
}

async function readAdapterConfig(files: ModelFiles): Promise<AdapterConfig> {
  const json = await readText(files, ADAPTER_CONFIG);
  if (json !== null) return parseAdapterConfig(json, files.pathOf(ADAPTER_CONFIG));
  throw new AdapterFault(`${files.description} has ${ADAPTER_WEIGHTS} without ${ADAPTER_CONFIG}, which describes it.`);
}

/** Checks the adapter against its model. Throws AdapterFault and SafetensorsFault. */
export async function adapterSettings(
  { files, config }: AdapterFolder,
  configuration: ModelConfiguration,
): Promise<AdapterSettings> {
  return withAdapterFile(files, async (source) => (await openAdapter(source, config, configuration)).settings);
}

/** Fills the adapters of a model from a folder. Throws AdapterFault and SafetensorsFault. */
export async function fillAdapters(
  { files, config }: AdapterFolder,
  device: Device,
  configuration: ModelConfiguration,
  adapters: AdapterSet,
): Promise<void> {
  await withAdapterFile(files, async (source) => {
    const open: OpenAdapter = await openAdapter(source, config, configuration);
    await loadAdapters(open, device, adapters);
  });
}

async function baseOf(project: Project, { description }: ModelFiles, name: string | null): Promise<ModelFolder> {
  if (name === null) throw new AdapterFault(`${description} is an adapter, and does not say of which model.`);
  try {
    return (await findModel(project, name)) ?? (await resolveModel(project, { model_name: name }));
  } catch (cause) {
    if (!(cause instanceof NoModelFault) || cause instanceof NotDownloadedFault) throw cause;
    throw new AdapterFault(`${description} is an adapter of ${name}, which is missing. ${cause.message}`, { cause });
  }
}

async function withAdapterFile<Result>(
  files: ModelFiles,
  use: (source: NonNullable<Awaited<ReturnType<ModelFiles['open']>>>) => Promise<Result>,
): Promise<Result> {
  const source = await files.open(ADAPTER_WEIGHTS);
  if (source === null) throw new AdapterFault(`${files.pathOf(ADAPTER_WEIGHTS)} is missing.`);
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}
