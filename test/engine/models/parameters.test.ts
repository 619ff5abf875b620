import { describe, expect, test } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { ParameterSet } from '../../../src/engine/models/parameters.ts';
import { sameBits } from '../../device/tolerance.ts';
import { tinyModel, tinyTrainer } from '../training/tiny-training.ts';

/** Smaller than some matrices of the tiny model, which then have a buffer of their own. */
const LIMIT_BYTES = 900;

async function trained(device: Device, optimizer: 'adam' | 'adamw' | 'muon' | 'sgd') {
  // The norm of gradients is a sum over buffers, and so may round otherwise.
  const trainer = tinyTrainer(device, { optimizer, clip: 0 });
  const losses: number[] = [];
  for (let step = 0; step < 3; step++) losses.push((await trainer.update()).loss);
  const weights: Float32Array[] = [];
  for await (const { values } of trainer.model.parameters.entries()) weights.push(values);
  trainer.free();
  return { losses, weights };
}

describe('parameters in several buffers', () => {
  test('lie in as few as the device lets them, each parameter whole', async () => {
    const device = openReferenceDevice({ largestBufferBytes: LIMIT_BYTES });
    const { parameters } = tinyModel(device);
    expect(parameters.buffers.length).toBeGreaterThan(3);
    for (const { name, shape } of parameters.table) {
      const { buffer, start } = parameters.place(name);
      const end = start + shape.reduce((product, axis) => product * axis, 1);
      expect(end, name).toBeLessThanOrEqual(parameters.buffers[buffer].elements);
    }
    parameters.buffers.forEach(({ elements }, buffer) => {
      const inside = parameters.table.filter(({ name }) => parameters.place(name).buffer === buffer);
      if (4 * elements > LIMIT_BYTES) expect(inside).toHaveLength(1);
    });
    parameters.free();
    expect(device.liveBytes).toBe(0);
    expect(new ParameterSet(openReferenceDevice(), parameters.table).buffers).toHaveLength(1);
  });

  test.each(['adam', 'adamw', 'muon', 'sgd'] as const)('are trained to the same bits: %s', async (optimizer) => {
    const whole = await trained(openReferenceDevice(), optimizer);
    const divided = await trained(openReferenceDevice({ largestBufferBytes: LIMIT_BYTES }), optimizer);
    expect(divided.losses).toEqual(whole.losses);
    for (const [i, values] of divided.weights.entries()) expect(sameBits(values, whole.weights[i])).toBe(true);
  });
});
