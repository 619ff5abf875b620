import { DeviceMemoryFault } from '../../engine/device/backend.ts';
import type { KernelScratch } from '../../engine/device/counting-device.ts';
import type { Device } from '../../engine/device/device.ts';
import { webGpuKernelScratch } from '../../engine/device/webgpu/kernel-scratch.ts';
import type { AdapterSettings } from '../../engine/models/adapters/adapter-layers.ts';
import { type TokenSet, tokensPerPass } from '../../engine/tokens/token-set.ts';
import { longestWindow } from '../../engine/tokens/window-sampler.ts';
import { OUTER_LEARNING_RATE, OUTER_MOMENTUM } from '../../engine/training/outer-step.ts';
import { type TrainerSettings, takesLocalSteps } from '../../engine/training/trainer-settings.ts';
import type { LoopSettings } from '../../engine/training/training-loop.ts';
import {
  fittingSettings,
  type MemorySettings,
  type PlannedModel,
  type TrainingMemory,
  trainingMemory,
} from '../../engine/training/training-memory.ts';
import { Fault } from '../../fault.ts';
import { gigabytes } from '../../project/byte-count.ts';
import type { Project } from '../../project/project.ts';
import type { BaseModel } from '../models/base-model.ts';
import { startingWeights } from '../models/starting-weights.ts';
import { ADAPTER_LEARNING_RATE, recipes, usualWindow, VAL_EVERY } from '../settings/recipes.ts';
import { SettingFault } from '../settings/settings-table.ts';
import type { TrainSettings } from '../settings/train.ts';
import { askedAdapter, chooseAdapter } from './choose-adapter.ts';
import type { StartingPoint } from './restore-training.ts';
import { longestSample } from './training-samples.ts';

/** This machine has too little memory for the training. */
export class MemoryFault extends Fault {
  override readonly code: string = 'memory';
}

/** The plan of a training, made before it starts. */
export interface TrainingPlan {
  readonly trainer: TrainerSettings;
  readonly loop: LoopSettings;
  readonly memory: TrainingMemory;
  /** The adapters that are trained; null if all weights are. `adapterReason`: why, if that was not asked for. */
  readonly adapter: AdapterSettings | null;
  readonly adapterReason: string | null;
  /** Number of parameters of the model. */
  readonly parameters: number;
  readonly tokensPerStep: number;
  /** Steps in one pass over the training tokens. */
  readonly stepsPerEpoch: number;
  /** The requested window, if no stretch of the corpus is that long; else null. */
  readonly windowAskedFor: number | null;
}

/** What the plan of a training depends on besides its settings. */
export interface Machine {
  /** Working memory of the kernels, on the device that needs most of those that are not a GPU, unless it is open already. */
  readonly scratchOf: KernelScratch;
  /** The largest tensor that the device takes, if it is open; else no limit. */
  readonly largestBufferBytes: number;
  /** Memory that is free, or that the device can hold if that is less. */
  readonly availableBytes: number;
  /** The processes that train together. */
  readonly ranks: number;
}

/**
 * What a training may use on this device, null if it is not open. The forecast has the program too, which is not on a device: where
 * that limits the memory, it leaves room for gaps between the tensors.
 */
export function machineOf({ devices, machine, ranks }: Project, device: Device | null = null): Machine {
  return {
    scratchOf: device?.name === 'webgpu' ? webGpuKernelScratch : devices.scratchOf,
    largestBufferBytes: device?.largestBufferBytes ?? Infinity,
    availableBytes: Math.min(machine.availableMemoryBytes(), device?.memoryBytes ?? Infinity),
    ranks: ranks.size,
  };
}

/** Fills in what the settings leave open. Throws SettingFault if they contradict each other. */
export async function planTraining(
  settings: TrainSettings,
  { base, beganRandom, restored }: StartingPoint,
  { training, validation }: { readonly training: TokenSet; readonly validation: TokenSet | null },
  { scratchOf, availableBytes, ranks }: Machine,
): Promise<TrainingPlan> {
  const { configuration, tokenizer } = base;
  const { batch_size, accumulate_gradients, val_batch_size } = settings;
  const asked = settings.window ?? usualWindow(configuration.shape.context);
  if (asked > configuration.shape.context) {
    throw new SettingFault(
      'window',
      `\`window\` is ${asked}, but the context of the model has only ${configuration.shape.context} tokens.`,
    );
  }
  // Packed documents fill windows of any length.
  const window = settings.packing === 'documents' ? asked : Math.max(1, longestWindow(training, asked + 1) - 1);
  if (settings.packing === 'documents' && tokenizer.endMark === null) {
    throw new SettingFault(
      'packing',
      '`packing` documents needs a vocabulary with an end mark, but this one has none.',
    );
  }
  const tokensPerStep = batch_size * accumulate_gradients * window * ranks;
  const tokensPerEpoch = settings.packing === 'documents' ? tokensPerPass(training) : training.total;
  const stepsPerEpoch = tokensPerEpoch / tokensPerStep;
  const steps = lastStep(settings, stepsPerEpoch);
  checkTogether(settings, steps, validation !== null);
  const val_every = validation === null ? 0 : (settings.val_every ?? VAL_EVERY);
  const memorySettings: MemorySettings = {
    ...settings,
    window,
    ranks,
    validationWindows: val_every === 0 ? 0 : val_batch_size,
    sampleLength: settings.sample_every > 0 ? longestSample(settings, tokenizer) : 0,
  };
  const { adapter, reason } =
    restored === null
      ? await chooseAdapter(base, settings, memorySettings, availableBytes, scratchOf)
      : { adapter: base.adapting?.settings ?? null, reason: null };
  checkFrozen(settings, configuration.shape.blocks, adapter);
  if (adapter !== null && settings.dropout > 0) {
    throw new SettingFault('dropout', '`dropout` is for training all weights; adapters have `lora_dropout`.');
  }
  if (adapter !== null && settings.optimizer === 'muon') {
    throw new SettingFault('optimizer', '`optimizer` muon is for whole matrices; adapters need adam, adamw or sgd.');
  }
  const usual = recipes[startingWeights(beganRandom, configuration)].train_learning_rate;
  const learning_rate = settings.learning_rate ?? (adapter === null ? usual : ADAPTER_LEARNING_RATE);
  return {
    trainer: {
      ...settings,
      ...outerSettings(settings),
      // A run keeps the seed that it started with.
      seed: restored?.saved.settings.seed ?? settings.seed,
      window,
      steps,
      learning_rate,
    },
    loop: { ...settings, steps, val_every },
    memory: await trainingMemory({ configuration, scratchOf, adapter, q8_0: base.adapting?.q8_0 }, memorySettings),
    adapter,
    adapterReason: reason,
    parameters: configuration.parameterCount,
    tokensPerStep,
    stepsPerEpoch,
    windowAskedFor: window < asked ? asked : null,
  };
}

/**
 * Throws MemoryFault, suggesting settings that fit, if a plan needs more than `availableBytes`, or a tensor that the device does not
 * take.
 */
export async function checkMemory(
  { trainer, loop, memory, adapter }: TrainingPlan,
  settings: TrainSettings,
  { configuration, tokenizer, adapting }: Pick<BaseModel, 'configuration' | 'tokenizer' | 'adapting'>,
  { availableBytes, scratchOf, largestBufferBytes, ranks }: Machine,
): Promise<void> {
  const memorySettings = {
    ...trainer,
    ranks,
    frozen_weights: settings.frozen_weights,
    validationWindows: loop.val_every === 0 ? 0 : settings.val_batch_size,
    sampleLength: loop.sample_every > 0 ? longestSample(settings, tokenizer) : 0,
  };
  const shared = { configuration, scratchOf, largestBufferBytes, q8_0: adapting?.q8_0 };
  const tooLarge = await refusedTensor({ ...shared, adapter }, memorySettings);
  if (memory.total <= availableBytes && tooLarge === null) return;
  const fitting = (model: PlannedModel) => fittingSettings(model, memorySettings, availableBytes);
  const whole = await fitting({ ...shared, adapter });
  const canAdapt = adapter === null && adapting !== null && settings.optimizer !== 'muon';
  const adapted = canAdapt ? await fitting({ ...shared, adapter: askedAdapter(configuration, settings) }) : null;
  // An adapter is another kind of training: worth naming where it saves the other changes.
  const isLess = adapted !== null && (whole === null || Object.keys(adapted).length < Object.keys(whole).length);
  const remedies = [whole, isLess ? { 'adapter lora': true, ...adapted } : null]
    .filter((changes) => changes !== null)
    .map((changes) =>
      Object.entries(changes)
        .map(([name, value]) => (value === true ? name : `${name} ${value}`))
        .join(', '),
    );
  const remedy =
    remedies.length === 0
      ? 'no settings make it fit; use a smaller model'
      : `it fits with ${remedies.join('; or with ')}`;
  if (tooLarge !== null)
    throw new MemoryFault(`${tooLarge.message.replace(/\.$/, '')}; ${remedy}.`, { cause: tooLarge });
  throw new MemoryFault(
    `This training needs ${gigabytes(memory.total)} of memory, but only ${gigabytes(availableBytes)} can be used; ${remedy}.`,
  );
}

/** Why the device does not take one of the tensors of a training; null if it takes all. */
async function refusedTensor(model: PlannedModel, settings: MemorySettings): Promise<DeviceMemoryFault | null> {
  try {
    await trainingMemory(model, settings);
    return null;
  } catch (fault) {
    if (fault instanceof DeviceMemoryFault) return fault;
    throw fault;
  }
}

/** The last step by `steps` or `epochs`, whichever comes first; null if endless. */
function lastStep({ steps, epochs }: TrainSettings, stepsPerEpoch: number): number | null {
  const byEpochs = epochs === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(epochs * stepsPerEpoch));
  const last = Math.min(steps ?? Number.POSITIVE_INFINITY, byEpochs);
  return Number.isFinite(last) ? last : null;
}

/** The outer step as it is taken. Throws SettingFault if it is set where none is. */
function outerSettings({ sync_every, outer_learning_rate, outer_momentum }: TrainSettings) {
  if (takesLocalSteps({ sync_every })) {
    return {
      outer_learning_rate: outer_learning_rate ?? OUTER_LEARNING_RATE,
      outer_momentum: outer_momentum ?? OUTER_MOMENTUM,
    };
  }
  for (const [name, given] of Object.entries({ outer_learning_rate, outer_momentum })) {
    if (given !== null) throw new SettingFault(name, `\`${name}\` needs \`sync_every\` above 1.`);
  }
  return { outer_learning_rate: OUTER_LEARNING_RATE, outer_momentum: OUTER_MOMENTUM };
}

function checkFrozen({ freeze_blocks }: TrainSettings, blocks: number, adapter: AdapterSettings | null): void {
  if (adapter !== null && freeze_blocks > 0) {
    throw new SettingFault(
      'freeze_blocks',
      '`freeze_blocks` is for whole weights; beside an adapter, all of them are frozen.',
    );
  }
  if (freeze_blocks < blocks) return;
  throw new SettingFault(
    'freeze_blocks',
    `\`freeze_blocks\` is ${freeze_blocks}, but the model has ${blocks} of them, and at least one must be trained.`,
  );
}

function checkTogether(settings: TrainSettings, steps: number | null, canValidate: boolean): void {
  const { schedule, decay_steps, min_learning_rate, optimizer, weight_decay, patience, val_every } = settings;
  if (schedule !== 'constant' && steps === null) {
    throw new SettingFault('schedule', `\`schedule\` ${schedule} needs a last step: give \`steps\` or \`epochs\` too.`);
  }
  if (decay_steps !== null && schedule !== 'wsd') {
    throw new SettingFault('decay_steps', `\`decay_steps\` needs \`schedule\` wsd, but it is ${schedule}.`);
  }
  if (min_learning_rate > 0 && schedule === 'constant') {
    throw new SettingFault(
      'min_learning_rate',
      '`min_learning_rate` needs a `schedule` that lowers the learning rate.',
    );
  }
  if (weight_decay > 0 && optimizer !== 'adamw' && optimizer !== 'muon') {
    throw new SettingFault(
      'weight_decay',
      `\`weight_decay\` needs \`optimizer\` adamw or muon, but it is ${optimizer}.`,
    );
  }
  const asksForValidation = patience > 0 ? 'patience' : (val_every ?? 0) > 0 ? 'val_every' : null;
  if (asksForValidation !== null && (!canValidate || (asksForValidation === 'patience' && val_every === 0))) {
    throw new SettingFault(
      asksForValidation,
      `\`${asksForValidation}\` needs validation posts: give \`val_dataset\`, or \`val_split\` and at least two posts.`,
    );
  }
}
