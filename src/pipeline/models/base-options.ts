import { type MemorySettings, trainingMemory } from '../../engine/training/training-memory.ts';
import { Fault } from '../../fault.ts';
import { type KnownModel, knownModels } from '../../project/known-models.ts';
import type { Project } from '../../project/project.ts';
import { remoteModel } from '../../project/remote-model.ts';
import type { LocalModel } from '../events/models.ts';
import { recipes, usualWindow } from '../settings/recipes.ts';
import { runSettings } from '../settings/run.ts';
import { trainSettings } from '../settings/train.ts';
import { askedAdapter } from '../train/choose-adapter.ts';
import { defaultModel } from './find-model.ts';
import { licenceOf } from './licence-of.ts';
import { listModels } from './list-models.ts';
import { peekAtModel } from './load-model.ts';
import { isSupported, meansOf, trainingMinutes, usualAdapterBytes, usualTrainingBytes } from './propose-model.ts';
import { startingWeights } from './starting-weights.ts';

/** A model that a training can start from: on this machine, or to be downloaded. */
export interface BaseOption {
  /** The value of `model_name` that selects it. */
  readonly name: string;
  readonly isHere: boolean;
  /** On disk, or of the download; null if unknown. */
  readonly bytes: number | null;
  /** Of a download that was stopped, those that are already here. */
  readonly bytesBegun: number;
  /** Null if its files cannot be read. */
  readonly parameters: number | null;
  /** Null if unknown. */
  readonly licence: string | null;
  /** Where it is from, or would be; null if unknown. */
  readonly from: string | null;
  /** Whether a download requires an account at Hugging Face. */
  readonly isGated: boolean;
  /** Null if unknown. */
  readonly tuning: KnownModel['tuning'] | null;
  /** What training with `tpdne run` takes; null if it cannot be used. */
  readonly needs: TrainingNeeds | null;
  /** Bits per byte of held-out posts of the example blog after training; null: not measured. */
  readonly bitsPerByte: number | null;
  /** Why it cannot be used; null if it can. */
  readonly problem: string | null;
}

/** What a training takes on this machine. */
export interface TrainingNeeds {
  /** Bytes, with all weights trained, and with an adapter alone. */
  readonly wholeBytes: number;
  readonly adapterBytes: number;
  /** Whether the bytes are counted from the model's shape; else they are a rule of thumb. */
  readonly isCounted: boolean;
  /** For a blog of the size of the example. */
  readonly minutes: number;
}

export interface BaseOptions {
  /** Those on this machine first. */
  readonly options: readonly BaseOption[];
  /** The one that `run` takes if it is given none; null: a new model from random weights. */
  readonly usual: string | null;
  /** Free memory. */
  readonly availableBytes: number;
}

/** Every model that a training can start from, with what it would take here. Reads files, and downloads nothing. */
export async function baseOptions(project: Project): Promise<BaseOptions> {
  const here: BaseOption[] = [];
  const begun = new Map<string, number>();
  for await (const entry of listModels(project)) {
    if (entry.type === 'model') here.push(await localOption(project, entry));
    else begun.set(entry.name, entry.bytes);
  }
  const { cores, availableBytes } = meansOf(project);
  const others = knownModels.filter(({ name }) => !here.some((option) => option.name === name));
  const toDownload = others.map((known) => downloadOption(known, cores, begun.get(known.name) ?? 0));
  const usual = await defaultModel(project).catch((fault) => {
    if (fault instanceof Fault) return null;
    throw fault;
  });
  return { options: [...here, ...toDownload], usual: usual?.name ?? null, availableBytes };
}

async function localOption(project: Project, model: LocalModel): Promise<BaseOption> {
  const { name, path, bytes, parameters, from, problem } = model;
  const known = remoteModel(name)?.known ?? null;
  const option = {
    name,
    isHere: true,
    bytes,
    bytesBegun: 0,
    parameters,
    licence: problem === null ? await licenceOf(project, { path, name }) : (known?.licence ?? null),
    from,
    isGated: false,
    tuning: known?.tuning ?? null,
    bitsPerByte: known?.bitsPerByte ?? null,
  };
  if (problem !== null) return { ...option, needs: null, problem };
  return { ...option, needs: await countedNeeds(project, path, known), problem: null };
}

/** What training the model in a folder takes, by its shape, as `run` would plan it. */
async function countedNeeds(project: Project, path: string, known: KnownModel | null): Promise<TrainingNeeds> {
  const { configuration, q8_0 } = await peekAtModel(project, path);
  const { scratchOf } = project.devices;
  const start = startingWeights(false, configuration);
  const { window, batch_size } = recipes[start];
  const memory: MemorySettings = {
    window: Math.min(window ?? Number.MAX_SAFE_INTEGER, usualWindow(configuration.shape.context)),
    batch_size,
    optimizer: 'adamw',
    only_train_transformer_layers: false,
    freeze_blocks: 0,
    memory_saving_gradients: false,
    frozen_weights: runSettings.frozen_weights.default as 'auto',
    validationWindows: trainSettings.val_batch_size.default,
    sampleLength: runSettings.sample_length.default,
  };
  const { lora_rank, lora_alpha, lora_dropout, lora_targets } = runSettings;
  const adapter = askedAdapter(configuration, {
    lora_rank: lora_rank.default,
    lora_alpha: lora_alpha.default,
    lora_dropout: lora_dropout.default,
    lora_targets: lora_targets.default as 'all-linear',
  });
  const whole = await trainingMemory({ configuration, scratchOf }, memory);
  const adapted = await trainingMemory({ configuration, scratchOf, adapter, q8_0 }, memory);
  const { parameterCount: parameters, architecture } = configuration;
  const timed = { minutes: known?.minutes ?? null, parameters, modelType: architecture.name };
  return {
    wholeBytes: whole.total,
    adapterBytes: adapted.total,
    isCounted: true,
    minutes: trainingMinutes(timed, meansOf(project).cores),
  };
}

function downloadOption(known: KnownModel, cores: number, bytesBegun: number): BaseOption {
  const { name, repository, bytes, parameters, licence, isGated, tuning, bitsPerByte, modelType } = known;
  const problem = isSupported(known) ? null : `models of the kind ${modelType} are not supported`;
  return {
    name,
    isHere: false,
    bytes,
    bytesBegun,
    parameters,
    licence,
    from: `huggingface.co/${repository}`,
    isGated,
    tuning,
    needs:
      problem === null
        ? {
            wholeBytes: usualTrainingBytes(parameters),
            adapterBytes: usualAdapterBytes(parameters),
            isCounted: false,
            minutes: trainingMinutes(known, cores),
          }
        : null,
    bitsPerByte,
    problem,
  };
}
