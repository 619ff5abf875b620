import { expect, test } from 'vitest';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import { initialise, ParameterSet } from '../../../src/engine/models/parameters.ts';
import { WindowPass } from '../../../src/engine/models/training-pass.ts';
import { Random } from '../../../src/engine/random.ts';

const hparams = { n_vocab: 19, n_ctx: 7, n_embd: 6, n_head: 3, n_layer: 2 };
const [B, T] = [2, 5];
const targets = Int32Array.of(4, -1, 18, 0, 7, 7, 3, 11, -1, -1);
const batch = { inputs: Int32Array.of(1, 4, 4, 18, 0, 5, 7, 3, 11, 2), targets };

/** Long enough for float32 losses to tell, short enough for the curve to be straight. */
const STEP = 0.02;

test('each gradient is the slope of the loss along itself', async () => {
  const device = openReferenceDevice();
  const model = new TrainableModel(device, gpt2Configuration(hparams, 'test'));
  const gradients = new ParameterSet(device, model.parameters.table);
  const pass = new WindowPass(model, B, T, 'train');
  initialise(device, model.parameters, Random.fromSeed(5));
  // Larger weights than those to start a training with, so that every part of the model matters.
  device.write(
    model.parameters.buffers[0],
    (await device.read(model.parameters.buffers[0])).map((weight) => weight * (weight === 1 ? 1 : 12)),
  );
  const loss = await pass.accumulateGradients(gradients, batch);
  expect(await pass.evaluate(batch)).toBeCloseTo(loss, 6);

  for await (const { spec, values: gradient } of gradients.entries()) {
    const norm = Math.hypot(...gradient);
    expect(norm, spec.name).toBeGreaterThan(1e-3);
    const parameter = model.parameters.get(spec.name);
    const origin = await device.read(parameter);
    const lossAt = async (distance: number) => {
      device.write(
        parameter,
        origin.map((value, i) => value + (distance * gradient[i]) / norm),
      );
      return pass.evaluate(batch);
    };
    const slope = ((await lossAt(STEP)) - (await lossAt(-STEP))) / (2 * STEP);
    device.write(parameter, origin);
    expect(slope / norm, spec.name).toBeCloseTo(1, 1.5);
  }
  await device.close();
});

test('positions that nothing is asked of change nothing', async () => {
  const device = openReferenceDevice();
  const model = new TrainableModel(device, gpt2Configuration(hparams, 'test'));
  const pass = new WindowPass(model, B, T, 'train');
  initialise(device, model.parameters, Random.fromSeed(5));
  const gradientsOf = async (inputs: Int32Array) => {
    const gradients = new ParameterSet(device, model.parameters.table);
    const loss = await pass.accumulateGradients(gradients, { inputs, targets });
    return { loss, flat: await device.read(gradients.buffers[0]) };
  };
  const changed = batch.inputs.with(8, 6).with(9, 17);
  expect(await gradientsOf(changed)).toEqual(await gradientsOf(batch.inputs));
  await device.close();
});
