import { openReferenceDevice } from '../../engine/device/reference/reference-device.ts';
import type { Files } from '../../project/files.ts';
import { folderOf } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { ExportEvent, ExportedEvent, ExportingEvent } from '../events.ts';
import { NotResumableFault, readTrainer } from '../models/checkpoints/checkpoint-folder.ts';
import type { ModelFolder } from '../models/find-model.ts';
import { loadModel } from '../models/load-model.ts';
import { findWriter } from '../models/open-writer.ts';
import { type ExportGiven, exportSettings } from '../settings/export.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import type { SavedTraining } from '../train/restore-training.ts';
import { requireFreeSpace } from './expect-room.ts';
import { type ExportOptions, exportFormats } from './export-formats.ts';
import type { ModelStory } from './model-card.ts';

/**
 * Writes a model for other software. Nothing is at its place before all of it is written, and nothing that was there is
 * replaced. `root` holds models/ and checkpoint/. Throws SettingFault, NoModelFault, FileExistsFault, WriteFault,
 * GgufFault, LlmCFault, and the faults of `loadModel`. What takes less than `silentMs` tells nothing on the way.
 */
export async function* exportModel(
  given: ExportGiven,
  project: Project,
  { silentMs = SILENT_MS }: { readonly silentMs?: number } = {},
): AsyncGenerator<ExportEvent, void, undefined> {
  const { to, out, run, model_name, yes, dtype, modelfile } = checkSettings(exportSettings, given);
  const format = exportFormats[to];
  if (!format.types.includes(dtype)) {
    throw new SettingFault('dtype', `dtype is ${dtype}, and ${to} can have ${format.types.join(', ')}.`);
  }
  const ending = { gguf: '.gguf', 'llm.c': '.bin' }[to as string];
  if (ending !== undefined && !out.endsWith(ending)) {
    const why = `by which other software, and tpdne too, knows such a file: ${out}${ending}`;
    throw new SettingFault('out', `out is ${out}, and the name of a file for ${to} ends with ${ending}, ${why}.`);
  }
  if (modelfile && to !== 'gguf') throw new SettingFault('modelfile', `modelfile goes with gguf, not with ${to}.`);
  const { files, signal } = project;
  await files.requireWritableFolder(folderOf(files.resolve(out)));
  const folder = yield* findWriter(project, { run, model_name, yes });
  // Nothing is computed: the plain device holds the weights, and needs no compiled library.
  const device = openReferenceDevice();
  try {
    const { model, configuration, tokenizer } = await loadModel(project, device, folder.path);
    const exported = {
      name: folder.name,
      parameters: model.parameters,
      configuration,
      tokenizer,
      story: await storyOf(files, folder),
    };
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

/** Config, model card and the like. */
const ROOM_BESIDE_BYTES = 2 ** 20;
/** What takes less needs no bar. */
const SILENT_MS = 2000;
const EVENT_MS = 250;

/** Writes, and tells how far it is. Who stops listening stops the writing. */
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

/** What a promise comes to, or null after so many milliseconds. */
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

/** What is known of the training that a model comes from. */
async function storyOf(files: Files, { path, step }: ModelFolder): Promise<ModelStory> {
  const saved = (await readTrainer(files, path).catch((fault) => {
    if (fault instanceof NotResumableFault) return null;
    throw fault;
  })) as Partial<SavedTraining> | null;
  return { step, base: saved?.settings?.model_name ?? null, trainingTokens: saved?.trainingTokens ?? null };
}
