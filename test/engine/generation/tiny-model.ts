import type { Device } from '../../../src/engine/device/device.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { initialise } from '../../../src/engine/models/parameters.ts';
import { Random } from '../../../src/engine/random.ts';
import { BpeTokenizer } from '../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { smallVocabulary } from '../tokens/bpe/small-vocabulary.ts';

export const tinyVocabulary = smallVocabulary([
  ['t', 'h'],
  ['th', 'e'],
]);

export const tinyTokenizer = new BpeTokenizer(tinyVocabulary);

export const tinyContext = 16;

/**
 * A model with odd sizes and random weights, for the vocabulary of `tinyTokenizer`. `change` may alter the values of
 * each parameter before they are set.
 */
export async function tinyModel(
  device: Device,
  change: (name: string, values: Float32Array) => void = (_, values) => scale(values, 12),
): Promise<TrainableModel> {
  const hparams = { n_vocab: tinyTokenizer.vocabularySize, n_ctx: tinyContext, n_embd: 15, n_head: 3, n_layer: 2 };
  const model = new TrainableModel(device, gpt2Configuration(hparams, 'the tiny model'));
  initialise(device, model.parameters, Random.fromSeed(5));
  for await (const { spec, values } of model.parameters.entries()) {
    change(spec.name, values);
    device.write(model.parameters.get(spec.name), values);
  }
  return model;
}

function scale(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}
