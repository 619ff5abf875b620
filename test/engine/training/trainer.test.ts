import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { ParameterSet } from '../../../src/engine/models/parameters.ts';
import { WindowPass } from '../../../src/engine/models/training-pass.ts';
import { Random } from '../../../src/engine/random.ts';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { validationBatches } from '../../../src/engine/tokens/validation-batches.ts';
import { WindowFault, WindowSampler } from '../../../src/engine/tokens/window-sampler.ts';
import { NonFiniteLossFault } from '../../../src/engine/training/trainer.ts';
import { sameBits } from '../../device/tolerance.ts';
import '../../device/tolerance.ts';
import { tinyData, tinyModel, tinySettings, tinyTrainer } from './tiny-training.ts';

let device: Device;
beforeEach(() => {
  device = openReferenceDevice();
});
afterEach(() => device.close());

const plain = { optimizer: 'sgd', noise: 0, clip: 0, warmup_steps: 0, schedule: 'constant' } as const;

describe('an update', () => {
  test('of sgd is a step against the gradient of the batch', async () => {
    const trainer = tinyTrainer(device, { ...plain, accumulate_gradients: 1 });
    const { learning_rate, seed, window } = trainer.settings;
    const model = tinyModel(device);
    const gradients = new ParameterSet(device, model.parameters.table);
    const pass = new WindowPass(model, 2, window, 'train');
    const batch = new WindowSampler(tinyData.training, window + 1, Random.fromSeed(seed, 'data')).batch(2);
    const loss = await pass.accumulateGradients(gradients, batch);
    const [before, gradient] = await Promise.all(
      [model.parameters, gradients].map(({ buffers: [flat] }) => device.read(flat)),
    );

    expect((await trainer.update()).loss).toBe(loss);
    expect(await device.read(trainer.model.parameters.buffers[0])).toBeCloseToTensor(
      before.map((value, i) => value - learning_rate * gradient[i]),
    );
  });

  test('of accumulated batches is that of one large batch', async () => {
    const one = tinyTrainer(device, { ...plain, batch_size: 4, accumulate_gradients: 1 });
    const four = tinyTrainer(device, { ...plain, batch_size: 1, accumulate_gradients: 4 });
    const [a, b] = [await one.update(), await four.update()];
    expect(b.loss).toBeCloseTo(a.loss, 6);
    expect(b.gradientNorm).toBeCloseTo(a.gradientNorm, 6);
    expect(b.tokens).toBe(a.tokens);
    expect(await device.read(four.model.parameters.buffers[0])).toBeCloseToTensor(
      await device.read(one.model.parameters.buffers[0]),
    );
  });

  test('with a limit has gradients of that norm', async () => {
    const free = tinyTrainer(device, { ...plain, clip: 0 });
    const clipped = tinyTrainer(device, { ...plain, clip: 0.25 });
    const origin = await device.read(free.model.parameters.buffers[0]);
    const { gradientNorm } = await free.update();
    expect((await clipped.update()).gradientNorm).toBe(gradientNorm);
    const length = async ({ model }: typeof free) =>
      Math.hypot(...(await device.read(model.parameters.buffers[0])).map((value, i) => value - origin[i]));
    expect((await length(clipped)) / (await length(free))).toBeCloseTo(0.25 / gradientNorm, 3);
  });

  test('of the transformer layers alone touches nothing else, and keeps no moments of it', async () => {
    const trainer = tinyTrainer(device, { only_train_transformer_layers: true });
    const before = await device.read(trainer.model.parameters.buffers[0]);
    await trainer.update();
    const after = await device.read(trainer.model.parameters.buffers[0]);
    for (const { name, part } of trainer.model.parameters.table) {
      const start = trainer.model.parameters.place(name).start;
      const end = start + trainer.model.parameters.get(name).elements;
      const same = sameBits(before.slice(start, end), after.slice(start, end));
      expect(same, name).toBe(part !== 'block');
      expect(trainer.moments!.m.find(name) === null, name).toBe(part !== 'block');
    }
  });

  test.each([{}, { memory_saving_gradients: true }])(
    'without the first block and the embedding leaves them alone, and trains the others as a whole training does: %o',
    async (mode) => {
      const changes = { ...mode, optimizer: 'sgd', clip: 0, noise: 0, warmup_steps: 0, learning_rate: 0.1 } as const;
      const frozen = tinyTrainer(device, { ...changes, freeze_blocks: 1 });
      const whole = tinyTrainer(device, changes);
      const read = async ({ model }: typeof frozen) => (await device.read(model.parameters.buffers[0])).slice();
      const before = await read(frozen);
      expect((await frozen.update()).loss).toBe((await whole.update()).loss);
      const [after, other] = [await read(frozen), await read(whole)];
      for (const { name, part } of frozen.model.parameters.table) {
        const { start } = frozen.model.parameters.place(name);
        const of = (values: Float32Array) => values.slice(start, start + frozen.model.parameters.get(name).elements);
        const isFrozen = part === 'embedding' || name.startsWith('h.0.');
        expect(sameBits(of(before), of(after)), name).toBe(isFrozen);
        expect(sameBits(of(other), of(after)), name).toBe(!isFrozen);
      }
    },
  );

  test('without the first block keeps no moments of it, for long', async () => {
    const trainer = tinyTrainer(device, { freeze_blocks: 1 });
    const before = (await device.read(trainer.model.parameters.get('h.0.mlp.c_fc.weight'))).slice();
    for (let i = 0; i < 5; i++) await trainer.update();
    expect(sameBits(before, await device.read(trainer.model.parameters.get('h.0.mlp.c_fc.weight')))).toBe(true);
    const names = trainer.moments!.m.table.map(({ name }) => name);
    expect(names.some((name) => name.startsWith('h.0.') || name.startsWith('w'))).toBe(false);
    expect(names).toEqual(expect.arrayContaining(['h.1.mlp.c_fc.weight', 'ln_f.weight']));
  });

  test("of muon makes steps of one size along all directions of the blocks' matrices, and AdamW's elsewhere", async () => {
    const changes = { optimizer: 'muon', noise: 0, clip: 0, warmup_steps: 0, schedule: 'constant' } as const;
    const plainDecay = { ...changes, weight_decay: 0, learning_rate: 0.01 };
    const [muon, adamw] = [tinyTrainer(device, plainDecay), tinyTrainer(device, { ...plainDecay, optimizer: 'adamw' })];
    const before = await device.read(muon.model.parameters.buffers[0]);
    await Promise.all([muon.update(), adamw.update()]);
    const [after, other] = await Promise.all(
      [muon, adamw].map(({ model }) => device.read(model.parameters.buffers[0])),
    );
    for (const { name, part, shape, parts } of muon.model.parameters.table) {
      const start = muon.model.parameters.place(name).start;
      const elements = muon.model.parameters.get(name).elements;
      const isHidden = part === 'block' && shape.length === 2;
      expect(sameBits(after.slice(start, start + elements), other.slice(start, start + elements)), name).toBe(
        !isHidden,
      );
      expect(muon.moments!.v.find(name) === null, name).toBe(isHidden);
      if (!isHidden) continue;
      // A root mean square as of AdamW: 0.2 of the rate, for matrices of full rank.
      const [rows, columns] = [shape[0], shape[1] / parts];
      const squares = after
        .slice(start, start + elements)
        .reduce((sum, value, i) => sum + (value - before[start + i]) ** 2, 0);
      const perDirection =
        Math.sqrt(squares / (parts * Math.min(rows, columns))) / (0.01 * 0.2 * Math.sqrt(Math.max(rows, columns)));
      expect(perDirection, name).toBeGreaterThan(0.6);
      expect(perDirection, name).toBeLessThan(1.2);
    }
  });

  test('with noise reads other tokens, and is asked for the same ones', async () => {
    const [clean, noisy] = [tinyTrainer(device, { ...plain }), tinyTrainer(device, { ...plain, noise: 0.5 })];
    const [a, b] = [await clean.update(), await noisy.update()];
    expect(b.loss).not.toBe(a.loss);
    expect(noisy.state().random.data).toEqual(clean.state().random.data);
  });

  test.each(['adam', 'adamw', 'muon', 'sgd'] as const)('of %s makes the loss fall', async (optimizer) => {
    const trainer = tinyTrainer(device, {
      optimizer,
      noise: 0,
      clip: 0,
      learning_rate: optimizer === 'sgd' ? 4 : 0.01,
    });
    const before = (await trainer.validate())!;
    let last = await trainer.update();
    for (let i = 0; i < 11; i++) last = await trainer.update();
    expect(await trainer.validate()).toBeLessThan(before - 0.03);
    expect(last.step).toBe(12);
    expect(last.tokens).toBe(12 * 2 * 2 * 8);
  });

  test('gives the same bits for the same seed, and others for another', async () => {
    const losses = async (seed: number) => {
      const trainer = tinyTrainer(device, { seed });
      return [await trainer.update(), await trainer.update()].map(({ loss }) => loss);
    };
    expect(await losses(3)).toEqual(await losses(3));
    expect(await losses(4)).not.toEqual(await losses(3));
  });

  test('that diverges changes nothing, and says what to try', async () => {
    const trainer = tinyTrainer(device, { clip: 0 });
    await trainer.update();
    const wpe = trainer.model.parameters.get('wpe.weight');
    device.write(wpe, new Float32Array(wpe.elements).fill(Number.NaN));
    const [before, state] = [await device.read(trainer.model.parameters.buffers[0]), trainer.state()];
    await expect(trainer.update()).rejects.toThrow(NonFiniteLossFault);
    await expect(trainer.update()).rejects.toThrow(/step 2 the loss is NaN.*learning_rate below 0\.006.*clip 1/);
    expect(sameBits(await device.read(trainer.model.parameters.buffers[0]), before)).toBe(true);
    expect(trainer.state().step).toBe(state.step);
    await expect(trainer.validate()).rejects.toThrow(NonFiniteLossFault);
  });
});

describe('a trainer', () => {
  test('validates every token of the text once, whatever the rows of the last batch', async () => {
    const trainer = tinyTrainer(device);
    const tokens = tokenSet([Uint16Array.from({ length: 50 }, (_, i) => i % 31)]);
    const loss = async (rows: number) => {
      const validation = validationBatches(tokens, 8, rows);
      const other = tinyTrainer(device, {}, { data: { ...tinyData, validation } });
      return (await other.validate())!;
    };
    expect(await loss(4)).toBeCloseTo(await loss(1), 6);
    expect(await loss(5)).toBeCloseTo(await loss(1), 6);

    const pass = new WindowPass(trainer.model, 1, 8, 'evaluate');
    const [first] = validationBatches(tokenSet([tokens.chunks[0].subarray(0, 9)]), 8, 1);
    const single = tinyTrainer(device, {}, { data: { ...tinyData, validation: [first] } });
    expect(await single.validate()).toBe(await pass.evaluate(first));
    expect(single.validations.toArray()).toEqual([{ step: 0, loss: await pass.evaluate(first) }]);
  });

  test('ends a validation early without a trace', async () => {
    const trainer = tinyTrainer(device);
    expect(await trainer.validate(AbortSignal.abort())).toBeNull();
    expect(trainer.validations.toArray()).toEqual([]);
  });

  test('gives back all memory but the model', async () => {
    const model = tinyModel(device);
    const before = device.liveBytes;
    const trainer = tinyTrainer(device, {}, { model });
    await trainer.update();
    trainer.free();
    expect(device.liveBytes).toBe(before);
  });

  test('takes no corpus without a window', () => {
    const data = { training: tokenSet([new Uint16Array(8)]), validation: [], beginMark: null, endMark: null };
    expect(() => tinyTrainer(device, { ...tinySettings }, { data })).toThrow(WindowFault);
    expect(() => tinyTrainer(device, { packing: 'documents' }, { data })).toThrow(/no end mark/);
  });
});
