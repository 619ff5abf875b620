import { describe, expect, test } from 'vitest';
import { DeviceMemoryFault } from '../../../src/engine/device/backend.ts';
import { compiledKernelScratch } from '../../../src/engine/device/compiled/kernel-scratch.ts';
import type { Tensor } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { AdaptedModel } from '../../../src/engine/models/adapters/adapted-model.ts';
import { targetModules } from '../../../src/engine/models/adapters/adapter-layers.ts';
import { modelSizes } from '../../../src/engine/models/architectures.ts';
import type { ModelConfiguration } from '../../../src/engine/models/model-configuration.ts';
import { Trainer } from '../../../src/engine/training/trainer.ts';
import {
  fittingSettings,
  type MemorySettings,
  type PlannedModel,
  trainingMemory,
} from '../../../src/engine/training/training-memory.ts';
import { tinyConfiguration, tinyData, tinyModel, tinySettings, tinyTrainer } from './tiny-training.ts';

const planned = (configuration: ModelConfiguration): PlannedModel => ({
  configuration,
  scratchOf: compiledKernelScratch,
});

const settings: MemorySettings = {
  window: 1024,
  batch_size: 4,
  optimizer: 'adam',
  only_train_transformer_layers: false,
  freeze_blocks: 0,
  memory_saving_gradients: false,
  frozen_weights: 'auto',
  validationWindows: 2,
  sampleLength: 1023,
};

describe('the memory of a training', () => {
  test.each([
    { optimizer: 'adam' as const },
    { optimizer: 'sgd' as const },
    { optimizer: 'muon' as const },
    { only_train_transformer_layers: true },
    { freeze_blocks: 1 },
    { accumulate_gradients: 2 },
    { sync_every: 2 },
    { sync_every: 2, outer_momentum: 0.5, optimizer: 'sgd' as const, freeze_blocks: 1 },
    { memory_saving_gradients: true },
  ])('is what a trainer allocates: %o', async (changes) => {
    const device = openReferenceDevice();
    const trainer = tinyTrainer(device, changes, { model: tinyModel(device) });
    const { parameters, gradients, moments, activations } = await trainingMemory(planned(tinyConfiguration), {
      ...tinySettings,
      ...changes,
      frozen_weights: 'auto',
      validationWindows: tinyData.validation[0].B,
      sampleLength: 0,
    });
    const gradientNorm = 4;
    expect(device.liveBytes).toBe(parameters + gradients + moments + activations + gradientNorm);
    trainer.free();
    await device.close();
  });

  test('of several processes has room for the gradients on their way', async () => {
    const [alone, together] = await Promise.all(
      [1, 2].map((ranks) =>
        trainingMemory(planned(tinyConfiguration), { ...settings, window: 8, sampleLength: 8, ranks }),
      ),
    );
    expect(together).toEqual({
      ...alone,
      gradients: 2 * alone.gradients,
      total: alone.total + alone.gradients,
    });
  });

  test('of fewer blocks is less, in gradients, moments and activations', async () => {
    const of = (freeze_blocks: number) =>
      trainingMemory(planned(tinyConfiguration.reshaped({ blocks: 4 }, 'test')), {
        ...settings,
        window: 8,
        sampleLength: 0,
        validationWindows: 0,
        freeze_blocks,
      });
    const [all, one] = [await of(0), await of(2)];
    for (const use of ['gradients', 'moments', 'activations'] as const) expect(one[use], use).toBeLessThan(all[use]);
    expect(one.parameters).toBe(all.parameters);
  });

  const q8_0 = new Set(['h.0.attn.c_attn.weight', 'h.0.mlp.c_fc.weight']);
  test.each([
    ['train', 'bfloat16'],
    ['validated', 'bfloat16'],
    ['train', 'q8_0'],
    ['train', 'auto'],
  ] as const)(
    'of an adapter is what a trainer allocates once it works: %s, beside weights in %s',
    async (kind, frozen_weights) => {
      const device = openReferenceDevice();
      const adapter = { rank: 3, alpha: 3, dropout: 0.1, modules: targetModules(tinyConfiguration, 'all-linear') };
      const model = new AdaptedModel(device, tinyConfiguration, adapter, frozen_weights);
      const source = tinyModel(device);
      for (const { name } of model.frozen.table) {
        const write = async (out: Tensor) => device.copy({ source: source.parameters.get(name), out });
        await model.frozen.fill(name, write, q8_0.has(name));
      }
      source.free();
      const validation = kind === 'train' ? [] : tinyData.validation;
      const settings = { ...tinySettings, accumulate_gradients: 1 };
      const trainer = new Trainer(model, { ...tinyData, validation }, settings);
      await trainer.update();
      if (trainer.canValidate) await trainer.validate();
      const { parameters, gradients, moments, activations } = await trainingMemory(
        { ...planned(tinyConfiguration), adapter, q8_0 },
        { ...settings, frozen_weights, validationWindows: validation[0]?.B ?? 0, sampleLength: 0 },
      );
      const gradientNorm = 4;
      expect(device.liveBytes).toBe(parameters + gradients + moments + activations + gradientNorm);
      expect(gradients).toBeLessThan(parameters / 2);
      expect(moments).toBe(2 * gradients);
      trainer.free();
      model.free();
      expect(device.liveBytes).toBe(0);
      await device.close();
    },
  );

  test('of an adapter of Qwen3 0.6B is less than two gigabytes', async () => {
    const configuration = modelSizes.get('qwen3-0.6b')!;
    const adapter = { rank: 16, alpha: 32, dropout: 0, modules: targetModules(configuration, 'all-linear') };
    const saving = { ...settings, batch_size: 1, memory_saving_gradients: true, validationWindows: 1, sampleLength: 0 };
    const { total, gradients } = await trainingMemory({ ...planned(configuration), adapter }, saving);
    expect(total).toBeLessThan(2e9);
    expect(gradients).toBe(4 * 10_092_544);
    expect((await trainingMemory(planned(configuration), saving)).total).toBeGreaterThan(9e9);
  });

  test('of 124M is four times its 498 MB for parameters, gradients and moments', async () => {
    const { parameters, gradients, moments } = await trainingMemory(planned(modelSizes.get('124M')!), settings);
    expect(parameters + gradients + moments).toBe(4 * 497_759_232);
  });
});

test('the whole is the sum of its parts', async () => {
  const { total, ...parts } = await trainingMemory(planned(modelSizes.get('124M')!), settings);
  expect(total).toBe(Object.values(parts).reduce((sum, bytes) => sum + bytes, 0));
});

describe('settings that fit', () => {
  test('are those that are there, where they do', async () => {
    const one = planned(tinyConfiguration);
    const small = { ...tinySettings, frozen_weights: 'auto' as const, validationWindows: 0, sampleLength: 0 };
    const { total: bytes } = await trainingMemory(one, small);
    expect(await fittingSettings(one, small, bytes)).toEqual({});
    expect(await fittingSettings(one, small, bytes - 1)).not.toEqual({});
  });

  const model = planned(modelSizes.get('124M')!);
  const total = async (changes: Partial<MemorySettings>) =>
    (await trainingMemory(model, { ...settings, ...changes })).total;
  const fitting = (bytes: number, given = settings) => fittingSettings(model, given, bytes);

  test('save memory first, then take smaller batches, then shorter windows', async () => {
    const saving = { memory_saving_gradients: true };
    expect(await fitting(await total(saving))).toEqual(saving);
    expect(await fitting((await total(saving)) - 1)).toEqual({ ...saving, batch_size: 2 });
    const small = { ...saving, batch_size: 1 };
    expect(await fitting((await total(small)) - 1)).toEqual({ ...small, window: 512 });
    expect(await fitting((await total({ ...small, window: 64 })) - 1)).toMatchObject({
      only_train_transformer_layers: true,
    });
  });

  test('keep weights beside an adapter in q8_0 before anything else', async () => {
    const configuration = modelSizes.get('124M')!;
    const adapter = { rank: 4, alpha: 8, dropout: 0, modules: targetModules(configuration, 'attention') };
    const adapted = { ...planned(configuration), adapter };
    const bytes = async (changes: Partial<MemorySettings>) =>
      (await trainingMemory(adapted, { ...settings, ...changes })).total;
    const q8_0 = { frozen_weights: 'q8_0' as const };
    expect(await fittingSettings(adapted, settings, (await bytes({})) - 1)).toEqual(q8_0);
    const saving = { ...q8_0, memory_saving_gradients: true };
    expect(await fittingSettings(adapted, settings, (await bytes(q8_0)) - 1)).toEqual(saving);
    expect(await fittingSettings(adapted, { ...settings, ...q8_0 }, await bytes(saving))).toEqual({
      memory_saving_gradients: true,
    });
    // The matrices of the blocks take 9 bits instead of 16.
    const saved = (await bytes({})) - (await bytes(q8_0));
    expect(saved).toBe((12 * 12 * 768 * 768 * (16 - 9)) / 8);
  });

  test('name only what changes', async () => {
    const saving = { ...settings, memory_saving_gradients: true };
    const bytes = await total({ memory_saving_gradients: true, batch_size: 2 });
    expect(await fitting(bytes, saving)).toEqual({ batch_size: 2 });
  });

  test('have no tensor that the device does not take', async () => {
    // The widest activations of a batch of 4 windows of 1024 tokens: four times the width.
    const widest = 4 * 4 * 1024 * 4 * 768;
    const small = { ...settings, validationWindows: 1, sampleLength: 0 };
    // The token embedding is larger.
    const limited = (largestBufferBytes: number) => ({ ...model, largestBufferBytes });
    await expect(trainingMemory(limited(4 * 50257 * 768 - 1), small)).rejects.toThrow(DeviceMemoryFault);
    expect(await fittingSettings(limited(4 * 50257 * 768), small, 1e12)).toEqual({});
    expect(await fittingSettings(limited(4 * 50257 * 768 - 1), small, 1e12)).toBeNull();
    const many = { ...small, batch_size: 16 };
    expect(4 * widest).toBeGreaterThan(4 * 50257 * 768);
    expect(await fittingSettings(limited(4 * 50257 * 768), many, 1e12)).toMatchObject({ batch_size: 8 });
  });

  test('there are none for a model that does not fit at all', async () => {
    expect(await fitting(1e8)).toBeNull();
  });
});
