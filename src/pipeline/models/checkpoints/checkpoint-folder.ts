import { join } from 'pathe';
import type { ByteSource } from '../../../engine/byte-source.ts';
import {
  loadMoments,
  loadOuterMomentum,
  writeMoments,
  writeOuterMomentum,
} from '../../../engine/checkpoint/moments-file.ts';
import { writeParameters } from '../../../engine/checkpoint/parameters-file.ts';
import { ADAPTER_CONFIG, formatAdapterConfig } from '../../../engine/checkpoint/peft/adapter-config.ts';
import { ADAPTER_WEIGHTS, writeAdapters } from '../../../engine/checkpoint/peft/adapter-file.ts';
import type { AdaptedModel } from '../../../engine/models/adapters/adapted-model.ts';
import type { TrainableModel } from '../../../engine/models/language-model.ts';
import type { ModelInTraining } from '../../../engine/models/model.ts';
import { type ParameterSet, parameterSetBytes } from '../../../engine/models/parameters.ts';
import type { Tokenizer } from '../../../engine/tokens/tokenizer.ts';
import type { Moments } from '../../../engine/training/optimizer.ts';
import { Fault } from '../../../fault.ts';
import { megabytes } from '../../../project/byte-count.ts';
import { MOMENTS, OUTER_MOMENTUM, TRAINER, WEIGHTS } from '../../../project/checkpoint-names.ts';
import type { Files } from '../../../project/files.ts';
import { nullIfMissing } from '../../../project/null-if-missing.ts';
import { textIfThere } from '../../../project/paths.ts';
import type { BaseIdentity } from '../base-identity.ts';

/** A whole model, or adapters and the model that they belong to. */
export type CheckpointModel =
  | { readonly model: TrainableModel }
  | { readonly model: AdaptedModel; readonly base: BaseIdentity };

/** The content of a checkpoint. */
export type CheckpointContent = CheckpointModel & CheckpointSurroundings;

interface CheckpointSurroundings {
  /** Null for an optimizer without moments. */
  readonly moments: Moments | null;
  /** Null, or absent, for a training without outer steps, or without momentum in them. */
  readonly outerMomentum?: ParameterSet | null;
  /** Content of trainer.json. */
  readonly trainer: object;
  readonly tokenizer: Tokenizer;
}

/** A checkpoint could not be written; earlier files are unchanged. */
export class CheckpointWriteFault extends Fault {
  override readonly code: string = 'checkpoint-write';
}

/** A checkpoint that training cannot resume from. */
export class NotResumableFault extends Fault {
  override readonly code: string = 'not-resumable';
}

/** Writes the files of a checkpoint into an existing, empty folder. They are synced to disk when it returns. */
export async function writeCheckpoint(files: Files, folder: string, content: CheckpointContent): Promise<void> {
  const { moments, outerMomentum: outer = null, trainer, tokenizer } = content;
  const described =
    'base' in content ? await writeAdapter(files, folder, content) : await writeModel(files, folder, content);
  if (moments !== null) await files.writeNew(join(folder, MOMENTS), (write) => writeMoments(write, moments));
  if (outer !== null) await files.writeNew(join(folder, OUTER_MOMENTUM), (write) => writeOuterMomentum(write, outer));
  const texts = {
    ...described,
    ...tokenizer.files(),
    [TRAINER]: `${JSON.stringify(trainer, null, 2)}\n`,
  };
  for (const [name, text] of Object.entries(texts)) {
    await files.writeNew(join(folder, name), (write) => write(new TextEncoder().encode(text)));
  }
  await files.sync(folder);
}

/** Writes the weights; returns the files that describe them. */
async function writeModel(
  files: Files,
  folder: string,
  { model, tokenizer }: { readonly model: TrainableModel } & CheckpointSurroundings,
): Promise<Readonly<Record<string, string>>> {
  const { configuration } = model;
  await files.writeNew(join(folder, WEIGHTS), (write) => writeParameters(write, model));
  return Object.fromEntries(configuration.fileNames.map((name) => [name, configuration.fileText(name, tokenizer)]));
}

/** The same for adapters, as PEFT stores them. */
async function writeAdapter(
  files: Files,
  folder: string,
  { model, base }: { readonly model: AdaptedModel; readonly base: BaseIdentity },
): Promise<Readonly<Record<string, string>>> {
  const { configuration, adapters } = model;
  await files.writeNew(join(folder, ADAPTER_WEIGHTS), (write) => writeAdapters(write, adapters, base.digest));
  return { [ADAPTER_CONFIG]: formatAdapterConfig(configuration, adapters.settings, base.name) };
}

/** Throws CheckpointWriteFault if the disk of `folder` has no room for the checkpoint. */
export async function checkFreeSpace(
  files: Files,
  folder: string,
  { model, moments, outerMomentum, tokenizer }: CheckpointContent,
): Promise<void> {
  const sets = [model.parameters, moments?.m, moments?.v, outerMomentum].filter((set) => set != null);
  const tensorBytes = sets.reduce((sum, { table }) => sum + parameterSetBytes(table), 0);
  const characters = Object.values(tokenizer.files()).reduce((sum, text) => sum + text.length, 0);
  // Includes the tokenizer's files in UTF-8, headers and settings.
  const neededBytes = tensorBytes + 2 * characters + 2 ** 20;
  const free = await files.freeBytes(folder);
  if (free >= neededBytes) return;
  throw new CheckpointWriteFault(
    `A checkpoint takes ${megabytes(neededBytes)}, and the disk of ${folder} has ${megabytes(free)} free. ` +
      'The last checkpoint is intact: free some space, then run the same command to resume from it.',
  );
}

/** The content of trainer.json, unchecked. Throws NotResumableFault if it is missing or not JSON. */
export async function readTrainer(files: Files, folder: string): Promise<unknown> {
  const path = join(folder, TRAINER);
  const text = await textIfThere(files, path);
  if (text === null) {
    throw new NotResumableFault(`${folder} contains weights only: without ${TRAINER}, training cannot resume from it.`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NotResumableFault(`${path} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}

/** Loads the moments of a checkpoint. Throws NotResumableFault if it has none, and the faults of `loadMoments`. */
export function readMoments(files: Files, folder: string, { device }: OnDevice, moments: Moments): Promise<void> {
  return readPart(files, folder, MOMENTS, (source) => loadMoments(source, device, moments));
}

/** The same for the outer steps' momentum. */
export function readOuterMomentum(
  files: Files,
  folder: string,
  { device }: OnDevice,
  outer: ParameterSet,
): Promise<void> {
  return readPart(files, folder, OUTER_MOMENTUM, (source) => loadOuterMomentum(source, device, outer));
}

type OnDevice = Pick<ModelInTraining, 'device'>;

async function readPart(
  files: Files,
  folder: string,
  name: string,
  load: (source: ByteSource) => Promise<void>,
): Promise<void> {
  const source = await nullIfMissing(files.open(join(folder, name)));
  if (source === null) throw new NotResumableFault(`${folder} has no ${name}.`);
  try {
    await load(source);
  } finally {
    await source.close();
  }
}
