import type { Device } from '../../engine/device/device.ts';
import { AdaptedModel } from '../../engine/models/adapters/adapted-model.ts';
import { PackedModel } from '../../engine/models/language-model.ts';
import type { LanguageModel } from '../../engine/models/model.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { DeviceEvent, DeviceSettings } from '../../project/devices.ts';
import type { DownloadEvent } from '../../project/download-events.ts';
import type { Project } from '../../project/project.ts';
import type { WriterEvent } from '../events/writing.ts';
import { requireBase } from './adapter-folder.ts';
import type { CheckpointChoice } from './checkpoints/choose-checkpoint.ts';
import { bundledModel, type ModelFolder, resolveModel } from './find-model.ts';
import { loadModel } from './load-model.ts';
import { proposeModel } from './propose-model.ts';
import { withDownload } from './with-download.ts';

/** A model that is ready to write. */
export interface Writer {
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
  readonly device: Device;
  /** What is known about the device. */
  readonly deviceEvent: DeviceEvent;
  /** Frees the model and the device. */
  close(): Promise<void>;
}

export interface WriterSettings extends DeviceSettings {
  /** How the weights are rounded; bfloat16 by default. */
  readonly quantize?: 'none' | 'bfloat16' | 'int8';
}

/** Selects the model of a run, or a folder in models/. If both are null: the newest run, else the default model. */
export interface WriterChoice extends WriterSettings {
  readonly run: string | null;
  readonly model_name: string | null;
  readonly checkpoint: CheckpointChoice;
  /** Whether to download the model if it is missing. */
  readonly yes: boolean;
}

/**
 * Finds the model and loads it onto a device. Throws the faults of `findWriter` and `loadModel`, NativeLibraryFault, and
 * DeviceMemoryFault.
 */
export async function* openWriter(
  project: Project,
  choice: WriterChoice,
): AsyncGenerator<DownloadEvent | WriterEvent | DeviceEvent, Writer, undefined> {
  return yield* openFolder(project, yield* findWriter(project, choice), choice);
}

/** Finds the model, or downloads it. Throws NoModelFault, and the faults of a download. */
export async function* findWriter(
  project: Project,
  choice: Pick<WriterChoice, 'run' | 'model_name' | 'checkpoint' | 'yes'>,
): AsyncGenerator<DownloadEvent | WriterEvent, ModelFolder, undefined> {
  // An adapter may be here without the model that it was trained beside.
  const findAll = async () => {
    const found = await resolveModel(project, choice);
    await requireBase(project, found.path);
    return found;
  };
  const folder = yield* withDownload(project, choice.yes, findAll);
  const { name, step, path } = folder;
  const isUnnamed = choice.run === null && choice.model_name === null;
  const isBundled = path === (await bundledModel(project));
  const better = isBundled ? await proposeModel(project) : null;
  const proposal = better === null ? {} : { proposal: better };
  yield { type: 'writer', name, isNewestRun: isUnnamed && step !== null, isBundled, ...proposal };
  return folder;
}

/** As `openWriter`, for a model that has been found. */
export async function* openFolder(
  project: Project,
  { path }: Pick<ModelFolder, 'path'>,
  { quantize = 'bfloat16', ...settings }: WriterSettings,
): AsyncGenerator<DeviceEvent, Writer, undefined> {
  const { device, event } = await project.devices.open(settings);
  try {
    yield event;
    const type = quantize === 'none' ? 'float32' : quantize;
    const { model: loaded, tokenizer } = await loadModel(project, device, path, type);
    const rest = { tokenizer, device, deviceEvent: event, close: () => device.close() };
    if (quantize === 'none' || loaded instanceof AdaptedModel) return { model: loaded, ...rest };
    const model = new PackedModel(loaded, quantize);
    loaded.free();
    return { model, ...rest };
  } catch (fault) {
    await device.close();
    throw fault;
  }
}
