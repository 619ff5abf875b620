import type { Device } from '../../../src/engine/device/device.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { initialise } from '../../../src/engine/models/parameters.ts';
import { Random } from '../../../src/engine/random.ts';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { validationBatches } from '../../../src/engine/tokens/validation-batches.ts';
import { Trainer } from '../../../src/engine/training/trainer.ts';
import type { TrainerSettings, TrainingData } from '../../../src/engine/training/trainer-settings.ts';
import type { TrainerState } from '../../../src/engine/training/trainer-state.ts';

export const tinyConfiguration = gpt2Configuration({ n_vocab: 31, n_ctx: 9, n_embd: 8, n_head: 2, n_layer: 2 }, 'test');
const T = 8;

/** Counting, with something to stumble over: learnt in a few steps. */
const counted = Uint16Array.from({ length: 200 }, (_, i) => (i * 3 + (i % 7)) % 31);

export const tinyData: TrainingData = {
  training: tokenSet([counted.subarray(0, 150)]),
  validation: validationBatches(tokenSet([counted.subarray(150)]), T, 4),
  beginMark: 30,
  endMark: 30,
};

export const tinySettings: TrainerSettings = {
  window: T,
  packing: 'random',
  batch_size: 2,
  accumulate_gradients: 2,
  noise: 0.1,
  dropout: 0,
  clip: 1,
  only_train_transformer_layers: false,
  freeze_blocks: 0,
  memory_saving_gradients: false,
  seed: 3,
  optimizer: 'adamw',
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  momentum: 0.95,
  weight_decay: 0.1,
  learning_rate: 0.01,
  schedule: 'cosine',
  warmup_steps: 3,
  decay_steps: null,
  min_learning_rate: 0,
  steps: 12,
};

/** The same weights every time. */
export function tinyModel(device: Device): TrainableModel {
  const model = new TrainableModel(device, tinyConfiguration);
  initialise(device, model.parameters, Random.fromSeed(1, 'weights'));
  return model;
}

export function tinyTrainer(
  device: Device,
  settings: Partial<TrainerSettings> = {},
  {
    model = tinyModel(device),
    data = tinyData,
    state,
  }: { model?: TrainableModel; data?: TrainingData; state?: TrainerState } = {},
): Trainer<TrainableModel> {
  return new Trainer(model, data, { ...tinySettings, ...settings }, { state: state ?? null });
}
