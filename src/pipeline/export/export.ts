import { findWeights } from '../../engine/checkpoint/open-weights.ts';
import type { Device } from '../../engine/device/device.ts';
import { openReferenceDevice } from '../../engine/device/reference/reference-device.ts';
import { AdapterSet } from '../../engine/models/adapters/adapter-set.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import type { Files } from '../../project/files.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import { folderOf } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { ExportEvent, ExportedEvent, ExportingEvent } from '../events/models.ts';
import { adapterIn, adapterSettings, fillAdapters } from '../models/adapter-folder.ts';
import { NotResumableFault, readTrainer } from '../models/checkpoints/checkpoint-folder.ts';
import type { ModelFolder } from '../models/find-model.ts';
import { describeModel, loadWeights } from '../models/load-model.ts';
import { findWriter } from '../models/open-writer.ts';
import { type ExportGiven, exportSettings } from '../settings/export.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import type { SavedTraining } from '../train/restore-training.ts';
import { type ExportOptions, exportFormats } from './export-formats.ts';
import type { ExportedModel } from './exported-model.ts';
import type { ModelStory } from './model-card.ts';
import { isForOllama } from './modelfile.ts';
import { requireFreeSpace } from './require-free-space.ts';

/**
 * Writes a model for other software. The result appears only when it is complete, and never replaces an existing file.
 * Progress is reported only if writing takes longer than `silentMs`. Throws SettingFault, NoModelFault, FileExistsFault,
 * WriteFault, GgufFault, LlmCFault, and the faults of `describeModel` and `loadWeights`.
 */
export async function* exportModel(
  given: ExportGiven,
  project: Project,
  { silentMs = SILENT_MS }: { readonly silentMs?: number } = {},
): AsyncGenerator<ExportEvent, void, undefined> {
  const { to, out, run, model_name, checkpoint, yes, dtype, modelfile } = checkSettings(exportSettings, given);
  const format = exportFormats[to];
  if (!format.types.includes(dtype)) {
    throw new SettingFault('dtype', `\`dtype\` is ${dtype}, but ${to} only supports ${format.types.join(', ')}.`);
  }
  const ending = { gguf: '.gguf', 'gguf-adapter': '.gguf', 'llm.c': '.bin' }[to as string];
  if (ending !== undefined && !out.endsWith(ending)) {
    throw new SettingFault(
      'out',
      `\`out\` is ${out}, but a file for ${to} must end in ${ending}: use ${out}${ending}.`,
    );
  }
  if (modelfile && to !== 'gguf' && to !== 'gguf-adapter') {
    throw new SettingFault('modelfile', `\`modelfile\` only works with gguf and gguf-adapter, not with ${to}.`);
  }
  const { files, signal } = project;
  await files.requireWritableFolder(folderOf(files.resolve(out)));
  const folder = yield* findWriter(project, { run, model_name, checkpoint, yes });
  // Nothing is computed, so the reference device can hold the weights; it needs no compiled library.
  const device = openReferenceDevice();
  try {
    const { configuration, tokenizer } = await describeModel(project, folder.path);
    const exported = {
      name: folder.name,
      configuration,
      tokenizer,
      ...(to === 'peft' || to === 'gguf-adapter'
        ? await adapterOf(project, device, folder, configuration, to)
        : { parameters: (await loadWeights(project, device, folder.path, configuration)).parameters }),
      story: await storyOf(files, folder),
    };
    if (modelfile && exported.adapter !== undefined) checkOllama(exported, exported.adapter.base);
    const bytes = format.bytes(exported, dtype);
    const characters = Object.values(tokenizer.files()).reduce((sum, text) => sum + text.length, 0);
    await requireFreeSpace(files, out, bytes + 4 * characters + ROOM_BESIDE_BYTES);
    yield* written(bytes, silentMs, signal, (options) =>
      format.write(files, out, exported, dtype, { modelfile, ...options }),
    );
  } finally {
    await device.close();
  }
}

/** The adapter in a folder, without its model. Throws SettingFault if the folder is a whole model. */
async function adapterOf(
  project: Project,
  device: Device,
  { path, name }: ModelFolder,
  configuration: ModelConfiguration,
  to: 'peft' | 'gguf-adapter',
): Promise<Pick<ExportedModel, 'parameters' | 'adapter'>> {
  const folder = await adapterIn(project, path);
  if (folder === null) {
    const whole = { peft: 'huggingface', 'gguf-adapter': 'gguf' }[to];
    throw new SettingFault('to', `\`to\` is ${to}, which is for adapters, but ${name} is a whole model: use ${whole}.`);
  }
  const adapters = new AdapterSet(device, configuration, await adapterSettings(folder, configuration));
  await fillAdapters(folder, device, configuration, adapters);
  const weightsPath = await weightsOf(project, folder.base.path);
  return { parameters: adapters.parameters, adapter: { adapters, base: { ...folder.identity, weightsPath } } };
}

/** The GGUF file that a model's weights are in, or the folder of its other files; absolute. */
async function weightsOf({ files }: Project, path: string): Promise<string> {
  const folder = await FolderFiles.at(files, path);
  const weights = folder.pathOf((await findWeights(folder)) ?? '');
  return files.resolve(weights.endsWith('.gguf') ? weights : folderOf(weights));
}

/** Throws SettingFault if Ollama could not read the model that the adapter belongs to. */
function checkOllama(
  { configuration }: Pick<ExportedModel, 'configuration'>,
  { name, weightsPath }: NonNullable<ExportedModel['adapter']>['base'],
): void {
  if (isForOllama(weightsPath, { configuration })) return;
  throw new SettingFault(
    'modelfile',
    `\`modelfile\` would name ${name}, the model of the adapter, which Ollama can read only as GGUF: use gguf instead of gguf-adapter, which merges them.`,
  );
}

/** Space for the configuration, the model card and similar files. */
const ROOM_BESIDE_BYTES = 2 ** 20;
/** Shorter exports need no progress bar. */
const SILENT_MS = 2000;
const EVENT_MS = 250;

/** Writes and reports progress. Ending the iteration early aborts the writing. */
async function* written(
  bytes: number,
  silentMs: number,
  signal: AbortSignal | undefined,
  write: (options: Pick<ExportOptions, 'signal' | 'onBytes'>) => Promise<readonly string[]>,
): AsyncGenerator<ExportingEvent | ExportedEvent, void, undefined> {
  const left = new AbortController();
  let bytesDone = 0;
  const writing = write({
    signal: signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]),
    onBytes: (more) => {
      bytesDone += more;
    },
  });
  try {
    for (let paths = await resultWithin(writing, silentMs); ; paths = await resultWithin(writing, EVENT_MS)) {
      if (paths !== null) return yield { type: 'exported', paths };
      yield { type: 'exporting', bytesDone, bytes };
    }
  } finally {
    left.abort();
    await writing.catch(() => {});
  }
}

/** The result of a promise, or null after `ms` milliseconds. */
async function resultWithin<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pause = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([work, pause]);
  } finally {
    clearTimeout(timer);
  }
}

/** The known facts about the training of a model. */
async function storyOf(files: Files, { path, step }: ModelFolder): Promise<ModelStory> {
  const saved = (await readTrainer(files, path).catch((fault) => {
    if (fault instanceof NotResumableFault) return null;
    throw fault;
  })) as Partial<SavedTraining> | null;
  return { step, base: saved?.settings?.model_name ?? null, trainingTokens: saved?.trainingTokens ?? null };
}
