import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../src/engine/byte-source.ts';
import { loadParameters } from '../../../src/engine/checkpoint/parameters-file.ts';
import type { Device } from '../../../src/engine/device/device.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { ParameterSet } from '../../../src/engine/models/parameters.ts';
import { type PassMode, WindowPass } from '../../../src/engine/models/training-pass.ts';
import { Optimizer } from '../../../src/engine/training/optimizer.ts';
import { devicesOfThisMachine } from '../../device/devices.ts';
import { batchesOf, type FixtureName, loadFixture, optimizerSettings, predictNext } from './fixtures.ts';

/** What transformers computes with the same elements left out: see test/fixtures/make_tiny_dropout.py. */
const folder = fileURLToPath(new URL('../../fixtures/tiny-dropout/', import.meta.url));
const exact = devicesOfThisMachine.filter(({ name }) => !name.includes('float16'));
const cases = exact.flatMap((device) =>
  ['gpt2', 'llama', 'granite'].map((name) => ({ name, device, title: device.name })),
);

interface Expected {
  readonly model: FixtureName;
  readonly lr: number;
  readonly dropout: number;
  readonly losses: readonly number[];
}

describe.each(cases)('dropout of $name on $title', ({ name, device: tested }) => {
  describe.skipIf(tested.missing !== null)('against what was recorded', () => proofs(name, tested.open));
});

function proofs(name: string, open: () => Device | Promise<Device>): void {
  const expected: Expected = JSON.parse(readFileSync(`${folder}${name}/expected.json`, 'utf8'));
  let device: Device;
  let B: number;
  let T: number;
  let batches: Int32Array[];

  beforeAll(async () => {
    device = await open();
    ({ B, T, batches } = await batchesOf(expected.model));
  });
  afterAll(() => device.close());

  async function threeSteps(mode: PassMode): Promise<{ model: TrainableModel; losses: number[] }> {
    const model = await loadFixture(device, expected.model);
    model.dropout.share = expected.dropout;
    const gradients = new ParameterSet(device, model.parameters.table);
    const rates = { lr: expected.lr, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, losses: [] };
    const optimizer = new Optimizer(device, model.parameters, gradients, optimizerSettings('adamw', rates));
    const pass = new WindowPass(model, B, T, mode);
    const losses: number[] = [];
    for (const [step, batch] of batches.entries()) {
      for (const out of gradients.buffers) device.fill({ out, value: 0 });
      losses.push(await pass.accumulateGradients(gradients, predictNext(batch, T), { draw: step }));
      optimizer.update(expected.lr, 1);
    }
    for (const owner of [pass, gradients, optimizer]) owner.free();
    return { model, losses };
  }

  test('three steps of AdamW, and saving memory changes not a bit of them', async () => {
    const { model, losses } = await threeSteps('train');
    for (const [step, loss] of losses.entries()) expect(loss).toBeCloseTo(expected.losses[step], 5);
    const after = new TrainableModel(device, model.configuration);
    const file = 'after-3-steps-adamw.safetensors';
    await loadParameters(bytesInMemory(file, readFileSync(`${folder}${name}/${file}`)), after);
    for await (const { spec, values } of after.parameters.entries()) {
      const received = await model.parameters.read(spec.name);
      const far = values.filter((value, i) => Math.abs(value - received[i]) > 2e-5);
      // A step is as large as the rate; where a gradient is next to nothing, as of the biases of keys, its sign is chance.
      expect(far.length, spec.name).toBeLessThanOrEqual(
        spec.name.endsWith('c_attn.bias') ? values.length / 3 : values.length / 50,
      );
    }
    const saving = await threeSteps('train-saving-memory');
    expect(saving.losses).toEqual(losses);
    for await (const { spec, values } of saving.model.parameters.entries()) {
      expect(await model.parameters.read(spec.name), spec.name).toEqual(values);
    }
  });

  test('leaves nothing out where the model is measured, and where the share is 0', async () => {
    const model = await loadFixture(device, expected.model);
    const pass = new WindowPass(model, B, T, 'train');
    const gradients = new ParameterSet(device, model.parameters.table);
    const batch = predictNext(batches[0], T);
    const whole = await pass.evaluate(batch);
    expect(await pass.accumulateGradients(gradients, batch, { draw: 7 })).toBe(whole);
    model.dropout.share = expected.dropout;
    expect(await pass.evaluate(batch)).toBe(whole);
    const thinned = await pass.accumulateGradients(gradients, batch, { draw: 7 });
    expect(thinned).not.toBe(whole);
    expect(await pass.accumulateGradients(gradients, batch, { draw: 7 })).toBe(thinned);
    expect(await pass.accumulateGradients(gradients, batch, { draw: 8 })).not.toBe(thinned);
    expect(await pass.evaluate(batch)).toBe(whole);
  });

  test.each([0.1, 0.5, 0.9])('of share %s leaves that much out, and keeps the mean', async (dropout) => {
    const [x, out] = [device.allocate([100_000]), device.allocate([100_000])];
    device.fill({ out: x, value: 1 });
    device.dropout({ x, residual: null, out, factor: 1, dropout, draw: 5 });
    const values = await device.read(out);
    expect(values.filter((value) => value === 0).length / values.length).toBeCloseTo(dropout, 2);
    const kept = new Set(values.filter((value) => value !== 0));
    expect([...kept]).toEqual([Math.fround(1 / (1 - dropout))]);
    // Five standard deviations of the mean of so many.
    const deviation = Math.sqrt(dropout / (1 - dropout) / values.length);
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length - 1)).toBeLessThan(5 * deviation);
  });
}
