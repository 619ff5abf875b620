import { DeviceMemoryFault } from '../device/backend.ts';
import { type KernelScratch, openCountingDevice } from '../device/counting-device.ts';
import { AdaptedModel } from '../models/adapters/adapted-model.ts';
import type { AdapterSettings } from '../models/adapters/adapter-layers.ts';
import type { FrozenType } from '../models/adapters/frozen-weights.ts';
import { CachedReader } from '../models/decoding-state.ts';
import { TrainableModel } from '../models/language-model.ts';
import type { ModelInTraining } from '../models/model.ts';
import type { ModelConfiguration } from '../models/model-configuration.ts';
import { ParameterSet } from '../models/parameters.ts';
import { WindowPass } from '../models/training-pass.ts';
import { Optimizer, type OptimizerSettings } from './optimizer.ts';
import { OUTER_MOMENTUM } from './outer-step.ts';
import { type TrainerSettings, takesLocalSteps, trainedTable, trainingMode } from './trainer-settings.ts';

/** The settings that decide how much memory a training takes. */
export type MemorySettings = Pick<
  TrainerSettings,
  'window' | 'batch_size' | 'optimizer' | 'only_train_transformer_layers' | 'freeze_blocks' | 'memory_saving_gradients'
> & {
  /** Default 1: more need a second set of gradients, see `Trainer`. */
  readonly accumulate_gradients?: number;
  /** The processes that train together. Default 1: more need room for the gradients on their way. */
  readonly ranks?: number;
  /** Default 1: local steps need the weights where the ranks last met, and the outer step's momentum if there is any. */
  readonly sync_every?: number;
  readonly outer_momentum?: number | null;
  /** How the weights beside adapters are kept; without adapters it changes nothing. */
  readonly frozen_weights: FrozenType;
  /** Windows of a validation batch; 0 where nothing is validated. */
  readonly validationWindows: number;
  /** The tokens of a sample drawn on the way; 0 where none is. */
  readonly sampleLength: number;
};

/** The memory of a training by use, in bytes. */
export interface TrainingMemory {
  readonly parameters: number;
  readonly gradients: number;
  /** Of the optimizer; with local steps also what `OuterStep` keeps. */
  readonly moments: number;
  /** What the forward keeps for the backward, and the same for validation and samples. */
  readonly activations: number;
  /** The kernels' own working memory. */
  readonly kernels: number;
  /** The program, its libraries and the vocabulary: about the same for every training. */
  readonly program: number;
  readonly total: number;
}

const PROGRAM_BYTES = 1e8;

/** A model to be trained. */
export interface PlannedModel {
  readonly configuration: ModelConfiguration;
  /** Working memory that the device's kernels need in addition to tensors. Default: none. */
  readonly scratchOf?: KernelScratch;
  /** The largest tensor that the device takes. Default: no limit. */
  readonly largestBufferBytes?: number;
  /** The adapters that are trained, beside frozen weights; by default all weights are. */
  readonly adapter?: AdapterSettings | null;
  /** The blocks' matrices that its file has as Q8_0. Default: none. */
  readonly q8_0?: ReadonlySet<string> | undefined;
}

/** Rates and decays, which do not affect memory. */
const ANY_RATES = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0.95, weight_decay: 0 };

/**
 * The bytes that a training of this model takes: counted in a dry pass over a device that computes nothing. Throws
 * DeviceMemoryFault if the device does not take one of its tensors.
 */
export async function trainingMemory(
  { configuration, scratchOf, largestBufferBytes, adapter = null, q8_0 = new Set() }: PlannedModel,
  settings: MemorySettings,
): Promise<TrainingMemory> {
  const counting = openCountingDevice(scratchOf, largestBufferBytes);
  const { device } = counting;
  const bytesOf = <Value>(make: () => Value): [Value, bytes: number] => {
    const before = device.liveBytes;
    return [make(), device.liveBytes - before];
  };
  const model =
    adapter === null
      ? new TrainableModel(device, configuration)
      : new AdaptedModel(device, configuration, adapter, settings.frozen_weights);
  if (model instanceof AdaptedModel) {
    for (const { name } of model.frozen.table) await model.frozen.fill(name, async () => {}, q8_0.has(name));
  }
  const parameters = device.liveBytes;
  const { table } = model.parameters;
  const trained = trainedTable(table, settings);
  const [gradientSet, gradientBytes] = bytesOf(() => new ParameterSet(device, trained));
  const { accumulate_gradients = 1, ranks = 1 } = settings;
  const isLocal = takesLocalSteps(settings);
  const gradients = gradientBytes * (1 + (accumulate_gradients > 1 ? 1 : 0) + (ranks > 1 && !isLocal ? 1 : 0));
  const rates: OptimizerSettings = { ...ANY_RATES, optimizer: settings.optimizer };
  const [optimizer, ownMoments] = bytesOf(() => new Optimizer(device, model.parameters, gradientSet, rates));
  const hasMomentum = (settings.outer_momentum ?? OUTER_MOMENTUM) > 0;
  const moments = ownMoments + (isLocal ? gradientBytes * (hasMomentum ? 2 : 1) : 0);
  const passes = passesOf(model, settings);

  await passes.training.accumulateGradients(gradientSet, emptyBatch(passes.training));
  optimizer.update(0, 1);
  if (passes.validation !== null) await passes.validation.evaluate(emptyBatch(passes.validation));
  // Adapters take memory when a pass first needs it.
  const activations = device.liveBytes - parameters - gradientBytes - ownMoments;
  const kernels = counting.scratchBytes;
  return {
    parameters,
    gradients,
    moments,
    activations,
    kernels,
    program: PROGRAM_BYTES,
    total: parameters + gradients + moments + activations + kernels + PROGRAM_BYTES,
  };
}

function passesOf(model: ModelInTraining, settings: MemorySettings) {
  const { window: T, batch_size: B, validationWindows, sampleLength } = settings;
  return {
    training: new WindowPass(model, B, T, trainingMode(settings.memory_saving_gradients), settings.freeze_blocks),
    validation: validationWindows === 0 ? null : new WindowPass(model, validationWindows, T, 'evaluate'),
    sample: sampleLength > 0 ? new CachedReader(model, 1, Math.min(model.shape.context, sampleLength)) : null,
  };
}

function emptyBatch({ B, T }: WindowPass) {
  return { inputs: new Int32Array(B * T), targets: new Int32Array(B * T) };
}

/** No window is made shorter than this to save memory: a model learns little from less. */
const SHORTEST_WINDOW = 64;

/**
 * The nearest settings with which a training fits into `availableBytes`: beside adapters first weights in q8_0, then
 * memory-saving gradients, then smaller batches, then shorter windows, then the transformer's layers alone, then sgd. Only what
 * changes, which is nothing where they fit as they are; null if nothing helps.
 */
export async function fittingSettings(
  model: PlannedModel,
  settings: MemorySettings,
  availableBytes: number,
): Promise<Partial<MemorySettings> | null> {
  let changes: Partial<MemorySettings> = {};
  const fits = async () => {
    try {
      return (await trainingMemory(model, { ...settings, ...changes })).total <= availableBytes;
    } catch (fault) {
      if (fault instanceof DeviceMemoryFault) return false;
      throw fault;
    }
  };
  const current = <Key extends keyof MemorySettings>(key: Key) => ({ ...settings, ...changes })[key];

  if (await fits()) return {};
  if (model.adapter) changes = { frozen_weights: 'q8_0' };
  if (!(await fits())) changes = { ...changes, memory_saving_gradients: true };
  while (!(await fits()) && current('batch_size') > 1) {
    changes = { ...changes, batch_size: Math.floor(current('batch_size') / 2) };
  }
  while (!(await fits()) && current('window') >= 2 * SHORTEST_WINDOW) {
    changes = { ...changes, window: Math.floor(current('window') / 2) };
  }
  if (!(await fits())) changes = { ...changes, only_train_transformer_layers: true };
  if (!(await fits())) changes = { ...changes, optimizer: 'sgd' };
  if (!(await fits())) return null;
  return Object.fromEntries(
    Object.entries(changes).filter(([key, value]) => settings[key as keyof MemorySettings] !== value),
  );
}
