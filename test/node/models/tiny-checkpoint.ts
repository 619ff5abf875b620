import { onTestFinished } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { initialise, ParameterSet } from '../../../src/engine/models/parameters.ts';
import { Random } from '../../../src/engine/random.ts';
import { BpeTokenizer } from '../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import type { Moments } from '../../../src/engine/training/optimizer.ts';
import type { CheckpointContent } from '../../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { smallVocabulary } from '../../engine/tokens/bpe/small-vocabulary.ts';

/** Small enough to be written many times. */
export const tinyShape = gpt2Configuration({ n_vocab: 257, n_ctx: 16, n_embd: 8, n_head: 2, n_layer: 1 }, 'test');

/** A device for the running test. */
export function referenceDevice(): Device {
  const device = openReferenceDevice();
  onTestFinished(() => device.close());
  return device;
}

/** A checkpoint whose tensors hold numbers derived from `seed`. */
export function tinyContent(
  device: Device,
  seed: number,
): CheckpointContent & { model: TrainableModel; moments: Moments } {
  const model = new TrainableModel(device, tinyShape);
  const moments = {
    m: new ParameterSet(device, model.parameters.table),
    v: new ParameterSet(device, model.parameters.table),
  };
  for (const [i, set] of [model.parameters, moments.m, moments.v].entries()) {
    initialise(device, set, Random.fromSeed(seed, 'weights', i));
  }
  return { model, moments, trainer: { seed }, tokenizer: new BpeTokenizer(smallVocabulary()) };
}
