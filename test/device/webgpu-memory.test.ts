import { describe, expect, test } from 'vitest';
import { type OperationName, operations } from '../../src/engine/device/operations.ts';
import { webGpuKernelScratch } from '../../src/engine/device/webgpu/kernel-scratch.ts';
import { openWebGpuDevice } from '../../src/engine/device/webgpu/open-webgpu-device.ts';
import { gpt2Configuration } from '../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../src/engine/models/language-model.ts';
import { initialise, ParameterSet } from '../../src/engine/models/parameters.ts';
import { WindowPass } from '../../src/engine/models/training-pass.ts';
import { Random } from '../../src/engine/random.ts';
import { Optimizer } from '../../src/engine/training/optimizer.ts';
import { trainingMemory } from '../../src/engine/training/training-memory.ts';
import { proofs } from './proofs/proofs.ts';
import { countBytes, missingSoftwareGpu, softwareAdapter } from './webgpu-software.ts';

const title = missingSoftwareGpu === null ? 'memory on webgpu' : `memory on webgpu (skipped: ${missingSoftwareGpu})`;

describe.skipIf(missingSoftwareGpu !== null)(title, () => {
  test.each(['adamw', 'muon'] as const)('is what is forecast for a training: %s', async (optimizer) => {
    const configuration = gpt2Configuration({ n_vocab: 3001, n_ctx: 64, n_embd: 32, n_head: 2, n_layer: 2 }, 'test');
    const { adapter, bytes } = countBytes(await softwareAdapter());
    const device = await openWebGpuDevice(adapter);
    const model = new TrainableModel(device, configuration);
    initialise(device, model.parameters, Random.fromSeed(1));
    const gradients = new ParameterSet(device, model.parameters.table);
    const rates = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0.95, weight_decay: 0.1 };
    const steps = new Optimizer(device, model.parameters, gradients, { optimizer, ...rates });
    const [B, T] = [2, 64];
    const pass = new WindowPass(model, B, T, 'train');
    const tokens = new Int32Array(B * T).fill(5);
    await pass.accumulateGradients(gradients, { inputs: tokens, targets: tokens });
    steps.update(0.01, 1);
    await device.finish();
    const { total, program, kernels } = await trainingMemory(
      { configuration, scratchOf: webGpuKernelScratch },
      {
        ...{ window: T, batch_size: B, optimizer, only_train_transformer_layers: false, freeze_blocks: 0 },
        ...{ memory_saving_gradients: false, frozen_weights: 'auto', validationWindows: 0, sampleLength: 0 },
      },
    );
    expect(kernels).toBeGreaterThan(4 * B * T * 3001);
    const rest = bytes() - (total - program);
    // The parameters of 1024 dispatches, and what the host reads through.
    expect(rest).toBeGreaterThanOrEqual(1024 * 256);
    expect(rest).toBeLessThan(1024 * 256 + 16384);
    await device.close();
  });
});

test.each(Object.keys(operations) as OperationName[])('the working memory of %s is known', (operation) => {
  const { shapes, largerShapes, scalars = [{}] } = proofs[operation];
  for (const dims of [...shapes, ...largerShapes]) {
    for (const numbers of scalars) {
      for (const bytes of Object.values(webGpuKernelScratch({ operation, dims, scalars: numbers }))) {
        expect(bytes).toBeGreaterThan(0);
      }
    }
  }
});

test('of the classifier are the logits of a chunk of rows', () => {
  const bytes = (N: number, V: number) =>
    webGpuKernelScratch({ operation: 'classifier', dims: { N, C: 8, V, BITS: 32 }, scalars: { lossScale: 1 } });
  expect(bytes(100, 50257)).toEqual({ logits: 4 * 100 * 50257 });
  expect(bytes(100_000, 50257).logits).toBeLessThanOrEqual(2 ** 27);
  expect(bytes(100_000, 50257).logits).toBeGreaterThan(0.9 * 2 ** 27);
});
