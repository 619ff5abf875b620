import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { ParameterSet } from '../../../src/engine/models/parameters.ts';
import { Optimizer, type OptimizerSettings } from '../../../src/engine/training/optimizer.ts';
import { sameBits } from '../../device/tolerance.ts';
import '../../device/tolerance.ts';
import { tinyModel } from './tiny-training.ts';

let device: Device;
beforeEach(() => {
  device = openReferenceDevice();
});
afterEach(() => device.close());

const settings = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, momentum: 0.95, weight_decay: 0.1 };

/**
 * The parameters of a model that decay, by their names as GPT-2 has them: matrices, by which activations are
 * multiplied or tokens and positions looked up.
 */
const MATRIX = /^(wte|wpe|h\.\d+\.(attn\.(c_attn|c_proj)|mlp\.(c_fc|c_proj)))\.weight$/;

/** A model whose parameters are all 1, before and after two updates of a rate of 0.01 with a gradient of `value` everywhere. */
async function updated(optimizer: OptimizerSettings['optimizer'], value: number) {
  const { parameters } = tinyModel(device);
  const gradients = new ParameterSet(device, parameters.table);
  for (const buffer of parameters.buffers) device.fill({ out: buffer, value: 1 });
  for (const buffer of gradients.buffers) device.fill({ out: buffer, value });
  const updates = new Optimizer(device, parameters, gradients, { optimizer, ...settings });
  for (let step = 0; step < 2; step++) updates.update(0.01, 1);
  const values = new Map<string, Float32Array>();
  for await (const { spec, values: after } of parameters.entries()) values.set(spec.name, after);
  return values;
}

test.each([
  ['adam', 1],
  ['adamw', 2],
  // Each matrix of two blocks by itself, the embeddings together, and what does not decay.
  ['muon', 2 * 4 + 2],
  ['sgd', 1],
] as const)('%s updates a model of one buffer in %d kernels', (optimizer, expected) => {
  const { parameters } = tinyModel(device);
  const gradients = new ParameterSet(device, parameters.table);
  let kernels = 0;
  // A device's own kernels cannot be replaced.
  const counting = new Proxy({} as Device, {
    get(_, name) {
      if (['adam', 'adamw', 'muon', 'sgd'].includes(String(name))) return () => kernels++;
      const value = device[name as keyof Device];
      return typeof value === 'function' ? (value as () => unknown).bind(device) : value;
    },
  });
  new Optimizer(counting, parameters, gradients, { optimizer, ...settings }).update(0.01, 1);
  expect(kernels).toBe(expected);
});

describe('the decay of weights', () => {
  test.each(['adamw', 'muon'] as const)('of %s shrinks matrices, and leaves biases and norms alone', async (kind) => {
    const values = await updated(kind, 0);
    const names = [...values.keys()];
    expect(names.filter((name) => MATRIX.test(name))).toHaveLength(2 + 2 * 4);
    expect(names.filter((name) => !MATRIX.test(name))).toHaveLength(2 * 8 + 2);
    for (const [name, after] of values) {
      const left = MATRIX.test(name) ? (1 - 0.01 * 0.1) ** 2 : 1;
      expect(after, name).toBeCloseToTensor(new Float32Array(after.length).fill(left));
      if (!MATRIX.test(name)) expect(sameBits(after, new Float32Array(after.length).fill(1)), name).toBe(true);
    }
  });

  test('of adamw comes on top of the step along the gradient', async () => {
    const [values, adam] = [await updated('adamw', 0.5), await updated('adam', 0.5)];
    for (const [name, after] of values) {
      // With the same gradient twice, each step is the rate.
      const expected = MATRIX.test(name) ? (1 * 0.999 - 0.01) * 0.999 - 0.01 : 1 - 0.02;
      expect(after, name).toBeCloseToTensor(new Float32Array(after.length).fill(expected));
      expect(adam.get(name), name).toBeCloseToTensor(new Float32Array(after.length).fill(1 - 0.02));
    }
  });

  test.each(['adam', 'sgd'] as const)('is not part of %s', async (kind) => {
    for (const [name, after] of await updated(kind, 0)) {
      expect(sameBits(after, new Float32Array(after.length).fill(1)), name).toBe(true);
    }
  });
});
