import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSafetensors, readFloats } from '../../../../src/engine/checkpoint/formats/safetensors.ts';
import type { Device } from '../../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../../src/engine/device/reference/reference-device.ts';
import { storedBytes } from '../../../../src/engine/device/stored-bytes.ts';
import { AdaptedModel } from '../../../../src/engine/models/adapters/adapted-model.ts';
import { targetModules } from '../../../../src/engine/models/adapters/adapter-layers.ts';
import type { FrozenType } from '../../../../src/engine/models/adapters/frozen-weights.ts';
import { mergeAdapters } from '../../../../src/engine/models/adapters/merge-adapters.ts';
import { CachedReader } from '../../../../src/engine/models/decoding-state.ts';
import type { LanguageModel } from '../../../../src/engine/models/model.ts';
import { initialise, isBlockMatrix, ParameterSet } from '../../../../src/engine/models/parameters.ts';
import { WindowPass } from '../../../../src/engine/models/training-pass.ts';
import { Random } from '../../../../src/engine/random.ts';
import { Optimizer } from '../../../../src/engine/training/optimizer.ts';
import { devicesOfThisMachine } from '../../../device/devices.ts';
import { bfloat16, float16 } from '../../../device/tolerance.ts';
import { batchesOf, loadFixture, optimizerSettings, predictNext } from '../fixtures.ts';
import {
  type AdapterName,
  adapterNames,
  adapterSource,
  configurationOf,
  expectedOfAdapter,
  fillFrozen,
  loadAdapted,
} from './adapted-fixtures.ts';

const held = devicesOfThisMachine.filter(({ tolerance }) => tolerance !== bfloat16);
const cases = held.flatMap((device) => adapterNames.map((name) => ({ name, device, title: device.name })));

describe.each(cases)('the adapter $name of PEFT on $title', ({ name, device: tested }) => {
  describe.skipIf(tested.missing !== null)('against what was recorded', () =>
    proofs(name, tested.open, tested.tolerance === float16),
  );
});

function proofs(name: AdapterName, open: () => Device | Promise<Device>, isRounded: boolean): void {
  /** Rounded operands are off by a share of what is added up. */
  const allowed = (wanted: Float32Array) =>
    isRounded ? 4 * float16.relative * wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0) : 1e-4;
  const expected = expectedOfAdapter(name);
  let device: Device;
  let adapted: AdaptedModel;
  let B: number;
  let T: number;
  let batches: Int32Array[];

  beforeAll(async () => {
    device = await open();
    adapted = await loadAdapted(device, name);
    ({ B, T, batches } = await batchesOf(expected.model));
  });
  afterAll(() => device.close());

  test('logits', async () => {
    const wanted = await floats(name, 'logits.safetensors', 'logits');
    expectClose(await logitsOf(adapted, batches[0], B), wanted, allowed(wanted));
  });

  test('without the adapter they are those of the model alone', async () => {
    const alone = await loadFixture(device, expected.model);
    expect(await logitsOf(adapted.base, batches[0], B)).toEqual(await logitsOf(alone, batches[0], B));
  });

  test('merged into the weights it gives the same', async () => {
    const merged = await loadFixture(device, expected.model);
    await mergeAdapters(merged, adapted.adapters);
    const apart = await logitsOf(adapted, batches[0], B);
    expectClose(await logitsOf(merged, batches[0], B), apart, isRounded ? 2 * allowed(apart) : 2e-5);
  });

  test.each(['train', 'train-saving-memory'] as const)('three steps of AdamW (%s)', async (mode) => {
    const model = await loadAdapted(device, name);
    const { parameters } = model;
    const gradients = new ParameterSet(device, parameters.table);
    const rates = { lr: expected.lr, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, losses: [] };
    const optimizer = new Optimizer(device, parameters, gradients, optimizerSettings('adamw', rates));
    const pass = new WindowPass(model, B, T, mode);
    for (const [i, batch] of batches.entries()) {
      for (const out of gradients.buffers) device.fill({ out, value: 0 });
      const loss = await pass.accumulateGradients(gradients, predictNext(batch, T), { draw: i });
      expect(loss).toBeCloseTo(expected.losses[i], isRounded ? 2 : 4);
      optimizer.update(expected.lr, 1);
    }
    // Where operands are rounded, the sign of more gradients is chance.
    if (isRounded) return void model.free();
    const after = await loadAdapted(device, name, 'float32', 'after-3-steps-adamw.safetensors');
    for await (const { spec, values } of after.parameters.entries()) {
      // A step is as large as the rate; where a gradient is next to nothing its sign is chance.
      expectClose(await parameters.read(spec.name), values, 2e-3, spec.name);
    }
    model.free();
  });
}

describe.each([
  'tiny-llama/qwen3',
  'tiny-llama/granite',
  'tiny-llama/granitemoehybrid',
  'tiny-gpt2/two-blocks',
] as const)('adapters of %s', (fixture) => {
  const settings = {
    rank: 2,
    alpha: 8,
    dropout: 0,
    modules: targetModules(configurationOf(fixture), 'all-linear'),
  };

  /** A and B random, the weights beside them rounded. */
  async function randomAdapters(device: Device, type: FrozenType, dropout = 0) {
    const model = new AdaptedModel(device, configurationOf(fixture), { ...settings, dropout }, type);
    await fillFrozen(device, model, fixture);
    const random = Random.fromSeed(4);
    for (const { name } of model.parameters.table) {
      const tensor = model.parameters.get(name);
      device.write(tensor, random.fillNormal(new Float32Array(tensor.elements), 0.2));
    }
    return model;
  }

  test.each([
    ['float32', 0],
    ['float32', 0.4],
    ['bfloat16', 0],
    ['q8_0', 0],
    ['int8', 0],
  ] as const)('each gradient is the slope of the loss, weights in %s, dropout %d', async (type, dropout) => {
    const device = openReferenceDevice();
    const model = await randomAdapters(device, type, dropout);
    const draw = 99;
    const { B, T, batches } = await batchesOf(fixture);
    const batch = predictNext(batches[0], T);
    const gradients = new ParameterSet(device, model.parameters.table);
    const pass = new WindowPass(model, B, T, 'train');
    await pass.accumulateGradients(gradients, batch, { draw });
    const unused = new ParameterSet(device, model.parameters.table);
    for await (const { spec, values: gradient } of gradients.entries()) {
      const norm = Math.hypot(...gradient);
      expect(norm, spec.name).toBeGreaterThan(1e-4);
      const parameter = model.parameters.get(spec.name);
      const origin = await device.read(parameter);
      const lossAt = async (distance: number) => {
        device.write(
          parameter,
          origin.map((value, i) => value + (distance * gradient[i]) / norm),
        );
        return pass.accumulateGradients(unused, batch, { draw });
      };
      const step = 0.003;
      const slope = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
      device.write(parameter, origin);
      expect(slope / norm, spec.name).toBeCloseTo(1, 1.3);
    }
    await device.close();
  });

  test('dropout leaves out the same for the same draw, in both passes and recomputed, and nothing where it evaluates', async () => {
    const device = openReferenceDevice();
    const [plain, model] = [await randomAdapters(device, 'float32'), await randomAdapters(device, 'float32', 0.4)];
    const { B, T, batches } = await batchesOf(fixture);
    const batch = predictNext(batches[0], T);
    const passOf = (mode: 'train' | 'train-saving-memory', of = model) => new WindowPass(of, B, T, mode);
    const gradientsOf = async (mode: 'train' | 'train-saving-memory', draw: number, of = model) => {
      const gradients = new ParameterSet(device, model.parameters.table);
      const loss = await passOf(mode, of).accumulateGradients(gradients, batch, { draw });
      const values = [];
      for await (const entry of gradients.entries()) values.push(entry.values);
      return { loss, values };
    };
    const one = await gradientsOf('train', 1);
    expect(await gradientsOf('train', 1)).toEqual(one);
    expect(await gradientsOf('train-saving-memory', 1)).toEqual(one);
    expect(await gradientsOf('train', 2)).not.toEqual(one);
    const undropped = await gradientsOf('train', 1, plain);
    expect(one.loss).not.toBe(undropped.loss);
    expect(await passOf('train').evaluate(batch)).toBe(undropped.loss);
    expect(await logitsOf(model, batches[0], B)).toEqual(await logitsOf(plain, batches[0], B));
    await device.close();
  });

  test('at the start nothing changes; A is uniform between ±1/√C, and B is zero', async () => {
    const device = openReferenceDevice();
    const model = new AdaptedModel(device, configurationOf(fixture), settings, 'float32');
    await fillFrozen(device, model, fixture);
    initialise(device, model.parameters, Random.fromSeed(1));
    const { B, batches } = await batchesOf(fixture);
    expect(await logitsOf(model, batches[0], B)).toEqual(await logitsOf(model.base, batches[0], B));
    for await (const { spec, values } of model.parameters.entries()) {
      if (spec.name.endsWith('.lora_B')) expect(values.every((value) => value === 0)).toBe(true);
      else {
        const bound = 1 / Math.sqrt(spec.shape[1]);
        const largest = Math.max(...values.map(Math.abs));
        expect(largest).toBeLessThanOrEqual(Math.fround(bound));
        expect(largest).toBeGreaterThan(bound * 0.7);
        expect(Math.hypot(...values) / Math.sqrt(values.length)).toBeCloseTo(bound / Math.sqrt(3), 1.2);
      }
    }
    await device.close();
  });

  test.each(['bfloat16', 'q8_0'] as const)(
    'training beside weights in %s follows that beside exact ones',
    async (type) => {
      const device = openReferenceDevice();
      const lossesBeside = async (kept: FrozenType) => {
        const model = await randomAdapters(device, kept);
        const { B, T, batches } = await batchesOf(fixture);
        const gradients = new ParameterSet(device, model.parameters.table);
        const rates = { lr: 0.01, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, losses: [] };
        const optimizer = new Optimizer(device, model.parameters, gradients, optimizerSettings('adamw', rates));
        const pass = new WindowPass(model, B, T, 'train');
        const losses: number[] = [];
        for (let step = 0; step < 6; step++) {
          for (const out of gradients.buffers) device.fill({ out, value: 0 });
          losses.push(await pass.accumulateGradients(gradients, predictNext(batches[0], T)));
          optimizer.update(rates.lr, 1);
        }
        return losses;
      };
      const [exact, rounded] = [await lossesBeside('float32'), await lossesBeside(type)];
      expect(rounded).not.toEqual(exact);
      // At first their rounding alone is to be seen; six large steps later, where it has led.
      const distances = rounded.map((loss, step) => Math.abs(loss - exact[step]));
      expect(distances[0]).toBeLessThan(0.005);
      expect(Math.max(...distances)).toBeLessThan(0.02);
      expect(exact[5]).toBeLessThan(exact[0] - 0.02);
      await device.close();
    },
  );

  test('auto keeps in q8_0 what the file has as Q8_0, and the rest in bfloat16', async () => {
    const device = openReferenceDevice();
    const configuration = configurationOf(fixture);
    const matrices = configuration.parameters.filter(isBlockMatrix).map(({ name }) => name);
    const model = new AdaptedModel(device, configuration, settings, 'auto');
    const bytesOf = new Map<string, number>();
    for (const { name } of model.frozen.table) {
      const before = device.liveBytes;
      await model.frozen.fill(name, async () => {}, name === matrices[1]);
      bytesOf.set(name, device.liveBytes - before);
    }
    for (const [i, name] of matrices.entries()) {
      const { shape } = configuration.parameters.find((spec) => spec.name === name)!;
      expect(bytesOf.get(name), name).toBe(storedBytes(shape, i === 1 ? 'q8_0' : 'bfloat16'));
    }
    await device.close();
  });

  test('an update leaves the weights beside them as they are, to the bit', async () => {
    const device = openReferenceDevice();
    const model = await randomAdapters(device, 'bfloat16');
    const { B, T, batches } = await batchesOf(fixture);
    const before = await logitsOf(model.base, batches[0], B);
    const adaptedBefore = await logitsOf(model, batches[0], B);
    const gradients = new ParameterSet(device, model.parameters.table);
    const rates = { lr: 0.1, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, losses: [], weight_decay: 0.1 };
    const optimizer = new Optimizer(device, model.parameters, gradients, optimizerSettings('adamw', rates));
    await new WindowPass(model, B, T, 'train').accumulateGradients(gradients, predictNext(batches[0], T));
    optimizer.update(0.1, 1);
    expect(await logitsOf(model.base, batches[0], B)).toEqual(before);
    expect(await logitsOf(model, batches[0], B)).not.toEqual(adaptedBefore);
    await device.close();
  });
});

test('the targets are the layers of attention, of the mlp, or both', () => {
  const modules = (targets: 'all-linear' | 'attention' | 'mlp', fixture: 'tiny-gpt2/long' | 'tiny-llama/llama') =>
    [...targetModules(configurationOf(fixture), targets)].filter((name) => name.includes('.0.'));
  const gpt2 = { attention: ['attn.c_attn', 'attn.c_proj'], mlp: ['mlp.c_fc', 'mlp.c_proj'] };
  expect(modules('attention', 'tiny-gpt2/long')).toEqual(gpt2.attention.map((name) => `transformer.h.0.${name}`));
  expect(modules('mlp', 'tiny-gpt2/long')).toEqual(gpt2.mlp.map((name) => `transformer.h.0.${name}`));
  expect(modules('all-linear', 'tiny-gpt2/long')).toHaveLength(4);
  expect(modules('attention', 'tiny-llama/llama')).toEqual(
    ['q_proj', 'k_proj', 'v_proj', 'o_proj'].map((name) => `model.layers.0.self_attn.${name}`),
  );
  expect(modules('all-linear', 'tiny-llama/llama')).toHaveLength(7);
});

/** (B, T, V), read one token at a time, which is also how a text is written. */
async function logitsOf(model: LanguageModel, tokens: Int32Array, B: number): Promise<Float32Array> {
  const T = tokens.length / B;
  const V = model.shape.vocabulary;
  const reader = new CachedReader(model, B);
  const all = new Float32Array(B * T * V);
  for (let t = 0; t < T; t++) {
    const logits = await reader.feed(Int32Array.from({ length: B }, (_, b) => tokens[b * T + t]));
    for (let b = 0; b < B; b++) all.set(logits.subarray(b * V, (b + 1) * V), (b * T + t) * V);
  }
  reader.free();
  return all;
}

async function floats(name: AdapterName, file: string, tensor: string): Promise<Float32Array> {
  const opened = await openSafetensors(adapterSource(name, file));
  const values: number[] = [];
  for await (const piece of readFloats(opened, opened.entries.get(tensor)!)) values.push(...piece);
  return Float32Array.from(values);
}

function expectClose(found: Float32Array, wanted: Float32Array, tolerance: number, what = ''): void {
  expect(found.length).toBe(wanted.length);
  const distance = found.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i])), 0);
  expect(distance, what).toBeLessThan(tolerance);
}
