import { describe, expect, test } from 'vitest';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { initialise, ParameterSet } from '../../../src/engine/models/parameters.ts';
import { WindowPass } from '../../../src/engine/models/training-pass.ts';
import { Random } from '../../../src/engine/random.ts';
import { BpeTokenizer } from '../../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { WindowSampler } from '../../../src/engine/tokens/window-sampler.ts';
import type { TrainerSettings } from '../../../src/engine/training/trainer-settings.ts';
import { nativeDeviceStatus, openNativeDevice } from '../../../src/node/native-device/native-device.ts';
import { sameBits } from '../../device/tolerance.ts';
import { smallVocabulary } from '../tokens/bpe/small-vocabulary.ts';
import { tinyData, tinyModel, tinyTrainer } from './tiny-training.ts';

const native = nativeDeviceStatus();
const devices = [
  { name: 'reference', open: openReferenceDevice, missing: null },
  {
    name: 'cpu',
    open: () => openNativeDevice({ threads: 1, precision: 'float32' }),
    missing: native.available ? null : native.reason,
  },
];

const tokenizer = new BpeTokenizer(smallVocabulary());
/** Two short documents between two long ones: their windows have from 15 to 64 targets. */
const documents = [
  'Short one here.',
  Array.from({ length: 6 }, (_, i) => `the boat number ${i} left the harbour at ${3 * i}`).join(' '),
  'Another short.',
  Array.from({ length: 6 }, (_, i) => `a cat with ${i} kittens slept on step ${7 * i}`).join(' '),
];
const corpus = {
  training: tokenSet([Uint16Array.from(documents.flatMap((text) => [...tokenizer.encode(text), 256]))]),
  validation: [],
  beginMark: 256,
  endMark: 256,
};

const sgd = { optimizer: 'sgd', noise: 0, clip: 0, warmup_steps: 0, schedule: 'constant', learning_rate: 0.5 } as const;
const wide = gpt2Configuration({ n_vocab: 257, n_ctx: 64, n_embd: 32, n_head: 2, n_layer: 1 }, 'test');

/** The weights and the losses after some updates. */
async function trainingOf(open: (typeof devices)[number]['open'], updates: number, settings: Partial<TrainerSettings>) {
  const device = await open();
  const model = new TrainableModel(device, wide);
  initialise(device, model.parameters, Random.fromSeed(1, 'weights'));
  const trainer = tinyTrainer(
    device,
    { ...sgd, packing: 'documents', window: 64, ...settings },
    { model, data: corpus },
  );
  const losses: number[] = [];
  for (let i = 0; i < updates; i++) losses.push((await trainer.update()).loss);
  const weights = (await device.read(model.parameters.buffers[0])).slice();
  await device.close();
  return { weights, losses };
}

describe.each(devices)('on $name $missing', ({ open, missing }) => {
  test.skipIf(missing !== null).each([
    [2, 1, 1, 2],
    [4, 1, 1, 4],
    [4, 1, 2, 2],
    [6, 1, 3, 2],
    [6, 1, 2, 3],
    [8, 1, 1, 8],
  ])('%i × %i windows of whole documents teach the same as %i × %i', async (B, n, smallB, more) => {
    const [one, other] = await Promise.all([
      trainingOf(open, 1, { batch_size: B, accumulate_gradients: n }),
      trainingOf(open, 1, { batch_size: smallB, accumulate_gradients: more }),
    ]);
    expect(Math.abs(one.losses[0] - other.losses[0])).toBeLessThan(1e-6);
    expect(one.weights.reduce((most, value, i) => Math.max(most, Math.abs(value - other.weights[i])), 0)).toBeLessThan(
      1e-6,
    );
  });
});

test('batches of as many targets each are averaged to the bit', async () => {
  const device = openReferenceDevice();
  const trainer = tinyTrainer(device, { ...sgd, batch_size: 1, accumulate_gradients: 3 });
  const { learning_rate, seed, window } = trainer.settings;
  const model = tinyModel(device);
  const gradients = new ParameterSet(device, model.parameters.table);
  const pass = new WindowPass(model, 1, window, 'train');
  const windows = new WindowSampler(tinyData.training, window + 1, Random.fromSeed(seed, 'data'));
  const sum = new ParameterSet(device, model.parameters.table);
  let losses = 0;
  for (let i = 0; i < 3; i++) {
    device.fill({ out: gradients.buffers[0], value: 0 });
    losses += await pass.accumulateGradients(gradients, windows.batch(1), { gradientScale: 1 / 3 });
    device.scale({ x: gradients.buffers[0], residual: sum.buffers[0], out: sum.buffers[0], factor: 1 });
  }

  expect((await trainer.update()).loss).toBe(losses / 3);
  const [before, gradient] = await Promise.all([model.parameters, sum].map(({ buffers: [flat] }) => device.read(flat)));
  const expected = before.map((value, i) => Math.fround(value - learning_rate * gradient[i]));
  const found = await device.read(trainer.model.parameters.buffers[0]);
  expect(sameBits(found, expected)).toBe(true);
  await device.close();
});
