import { openReferenceDevice } from '../engine/device/reference/reference-device.ts';
import { NotResumableFault, readTrainer } from '../node/checkpoints/checkpoint-folder.ts';
import { loadModel } from '../node/checkpoints/load-model.ts';
import type { ModelFolder } from '../node/checkpoints/model-folder.ts';
import type { DownloadEvent } from '../node/downloads/download-events.ts';
import { exportFormats } from '../node/exports/export-formats.ts';
import type { ModelStory } from '../node/exports/model-card.ts';
import { findWriter, type WriterEvent } from './open-writer.ts';
import type { SavedTraining } from './restore-training.ts';
import { type ExportGiven, exportSettings } from './settings/export.ts';
import { checkSettings, SettingFault } from './settings.ts';

/** The model is whole and in its place. */
export interface ExportedEvent {
  readonly type: 'exported';
  /** What was written: a folder, or files. */
  readonly paths: readonly string[];
}

/**
 * Writes a model for other software. Nothing is at its place before all of it is written, and nothing that was there is
 * replaced. `root` holds models/ and checkpoint/. Throws SettingFault, NoModelFault, FileExistsFault, WriteFault,
 * GgufFault, LlmCFault, and the faults of `loadModel`.
 */
export async function* exportModel(
  given: ExportGiven,
  { root = '.', signal }: { readonly root?: string; readonly signal?: AbortSignal } = {},
): AsyncGenerator<DownloadEvent | WriterEvent | ExportedEvent, void, undefined> {
  const { to, out, run, model_name, yes, dtype, modelfile } = checkSettings(exportSettings, given);
  const format = exportFormats[to];
  if (!format.types.includes(dtype)) {
    throw new SettingFault('dtype', `dtype is ${dtype}, and ${to} can have ${format.types.join(', ')}.`);
  }
  if (modelfile && to !== 'gguf') throw new SettingFault('modelfile', `modelfile goes with gguf, not with ${to}.`);
  const folder = yield* findWriter({ run, model_name, yes, root, signal });
  // Nothing is computed: the plain device holds the weights, and needs no compiled library.
  const device = openReferenceDevice();
  try {
    const { model, configuration, tokenizer, vocabulary } = await loadModel(device, folder.path);
    const exported = {
      name: folder.name,
      parameters: model.parameters,
      configuration,
      vocabulary,
      endOfText: tokenizer.endOfText,
      story: await storyOf(folder),
    };
    yield { type: 'exported', paths: await format.write(out, exported, dtype, { modelfile, signal }) };
  } finally {
    await device.close();
  }
}

/** What is known of the training that a model comes from. */
async function storyOf({ path, step }: ModelFolder): Promise<ModelStory> {
  const saved = (await readTrainer(path).catch((fault) => {
    if (fault instanceof NotResumableFault) return null;
    throw fault;
  })) as Partial<SavedTraining> | null;
  return { step, base: saved?.settings?.model_name ?? null, trainingTokens: saved?.trainingTokens ?? null };
}
