import { describe, expect, test } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { ParameterSet, type ParameterSpec } from '../../../src/engine/models/parameters.ts';
import { ALONE, type Collective, type Wire } from '../../../src/engine/training/collective.ts';
import { OuterStep, type OuterStepSettings } from '../../../src/engine/training/outer-step.ts';
import { NonFiniteLossFault, Trainer } from '../../../src/engine/training/trainer.ts';
import type { TrainerSettings } from '../../../src/engine/training/trainer-settings.ts';
import type { TrainerState } from '../../../src/engine/training/trainer-state.ts';
import { trainingLoop } from '../../../src/engine/training/training-loop.ts';
import { devicesOfThisMachine, titleOf } from '../../device/devices.ts';
import { ranksInMemory } from './ranks.ts';
import { tinyData, tinyModel, tinySettings } from './tiny-training.ts';

const SIZES = [1, 2, 3];

describe('the outer step', () => {
  const spec = (name: string, part: ParameterSpec['part'], elements: number): ParameterSpec => ({
    name,
    part,
    shape: [elements],
    decays: false,
    parts: 1,
    initial: 'zeros',
  });
  const table = [spec('h.0.a', 'block', 3), spec('frozen', 'final', 2), spec('h.1.b', 'block', 2)];
  const trained = table.filter(({ name }) => name !== 'frozen');

  /** What each rank has after its local steps, round by round, and what all have after each outer step. */
  async function rounds(local: readonly (readonly number[])[][], settings: OuterStepSettings): Promise<number[][][]> {
    return Promise.all(
      (local[0].length === 1 ? [ALONE] : ranksInMemory(local[0].length)).map(async (collective) => {
        const device = openReferenceDevice();
        const [parameters, gradients] = [new ParameterSet(device, table), new ParameterSet(device, trained)];
        const fill = (values: readonly number[]) => {
          device.write(parameters.get('h.0.a'), Float32Array.from(values.slice(0, 3)));
          device.write(parameters.get('h.1.b'), Float32Array.from(values.slice(3)));
        };
        const read = async () => {
          const [a, b] = await Promise.all(['h.0.a', 'h.1.b'].map((name) => parameters.read(name)));
          return [...a, ...b];
        };
        fill([1, 1, 1, 1, 1]);
        device.write(parameters.get('frozen'), Float32Array.from([7, 7]));
        const outer = new OuterStep(device, parameters, gradients, collective, settings);
        const after: number[][] = [];
        for (const round of local) {
          fill(round[collective.rank]);
          await outer.take();
          after.push(await read());
          expect([...(await parameters.read('frozen'))]).toEqual([7, 7]);
        }
        outer.free();
        await device.close();
        return after;
      }),
    );
  }

  test('at rate 1 without momentum is the mean of the ranks', async () => {
    const all = await rounds(
      [
        [
          [2, 0, 1, 4, -1],
          [4, 0, 0, 4, 1],
        ],
      ],
      { outer_learning_rate: 1, outer_momentum: 0 },
    );
    for (const one of all) expect(one).toEqual([[3, 0, 0.5, 4, 0]]);
  });

  test('goes part of the way, and on in the direction of the steps before, as PyTorch’s SGD with nesterov does', async () => {
    // Start 1; Δ = 1 − mean. First: momentum = Δ, direction = 1.5 Δ. All numbers are exact in float32.
    const settings = { outer_learning_rate: 0.5, outer_momentum: 0.5 };
    const [first] = await rounds(
      [
        [
          [3, 1, 1, -1, 1],
          [5, 1, 1, -3, 1],
        ],
        [
          [3.25, 1, 1, 1, 1],
          [3.25, 1, 1, -3, 1],
        ],
      ],
      settings,
    );
    // Δ = 1 − 4 = −3: 1 − 0.5 · (−3 + 0.5 · −3) = 3.25; and 1 − (−2) = 3: 1 − 0.5 · 4.5 = −1.25
    expect(first[0]).toEqual([3.25, 1, 1, -1.25, 1]);
    // Δ = 0, momentum = −1.5: 3.25 − 0.5 · (0 + 0.5 · −1.5) = 3.625
    // Δ = −1.25 − (−1) = −0.25, momentum = 0.5 · 3 − 0.25 = 1.25: −1.25 − 0.5 · (−0.25 + 0.625) = −1.4375
    expect(first[1]).toEqual([3.625, 1, 1, -1.4375, 1]);
  });

  test('of one rank alone is the same, of its own weights', async () => {
    const [only] = await rounds([[[3, 1, 1, 1, 1]]], { outer_learning_rate: 0.5, outer_momentum: 0.5 });
    expect(only).toEqual([[2.5, 1, 1, 1, 1]]);
  });
});

interface Rank {
  readonly trainer: Trainer;
  readonly device: Device;
}

const local: Partial<TrainerSettings> = {
  accumulate_gradients: 1,
  sync_every: 3,
  outer_learning_rate: 0.7,
  outer_momentum: 0.9,
  dropout: 0.1,
};

async function openRank(
  collective: Collective,
  changes: Partial<TrainerSettings> = {},
  state: TrainerState | null = null,
  open: () => Device | Promise<Device> = openReferenceDevice,
): Promise<Rank> {
  const device = await open();
  const settings = { ...tinySettings, ...local, ...changes };
  return { device, trainer: new Trainer(tinyModel(device), tinyData, settings, { collective, state }) };
}

const together = <Value>(size: number, what: (collective: Collective) => Promise<Value>): Promise<Value[]> =>
  Promise.all((size === 1 ? [ALONE] : ranksInMemory(size)).map(what));

/** The bits of all that a rank has trained and kept. */
async function bitsOf({ trainer, device }: Rank, which: 'weights' | 'all' = 'all'): Promise<Float32Array[]> {
  const { model, moments, outerMomentum } = trainer;
  const sets = which === 'weights' ? [model.parameters] : [model.parameters, moments!.m, moments!.v, outerMomentum!];
  return Promise.all(sets.flatMap(({ buffers }) => buffers.map((buffer) => device.read(buffer))));
}

/** A collective that counts the numbers that its rank sends. */
function counting(collective: Collective): Collective & { sent: { numbers: number; wires: Set<Wire | undefined> } } {
  const sent = { numbers: 0, wires: new Set<Wire | undefined>() };
  const sum = (values: Float32Array, wire?: Wire) => {
    sent.numbers += values.length;
    sent.wires.add(wire);
    return collective.sum(values, wire);
  };
  return { ...collective, sum, sent };
}

test('ranks go their own ways, and have the same weights every sync_every steps', async () => {
  const weights = await together(3, async (collective) => {
    const rank = await openRank(collective);
    const after: Float32Array[][] = [];
    for (let i = 0; i < 6; i++) {
      await rank.trainer.update();
      after.push(await bitsOf(rank, 'weights'));
    }
    return after;
  });
  for (const step of [1, 2, 4, 5]) expect(weights[1][step - 1]).not.toEqual(weights[0][step - 1]);
  for (const step of [3, 6]) for (const other of weights) expect(other[step - 1]).toEqual(weights[0][step - 1]);
});

test('nothing travels in between but losses, and then each trained number once, as the settings say', async () => {
  const sent = await together(2, async (collective) => {
    const counted = counting(collective);
    const { trainer } = await openRank(counted, { wire: 'bfloat16' });
    const after: number[] = [];
    for (let i = 0; i < 4; i++) {
      await trainer.update();
      after.push(counted.sent.numbers);
    }
    const [buffer] = trainer.model.parameters.buffers;
    expect([...counted.sent.wires]).toEqual(['bfloat16']);
    return after.map((numbers) => numbers / buffer.elements);
  });
  for (const each of sent) expect(each).toEqual([0, 0, 1, 1]);
});

test('all ranks report the same step: the mean loss and the mean norm', async () => {
  const updates = await together(2, async (collective) => {
    const { trainer } = await openRank(collective, { noise: 0, clip: 0 });
    return trainer.update();
  });
  expect(updates[1]).toEqual(updates[0]);
  const exact = await together(2, async (collective) => {
    const { trainer } = await openRank(collective, { noise: 0, clip: 0, sync_every: 1 });
    return trainer.update();
  });
  // The first loss is that of the same batches with the same weights.
  expect(updates[0].loss).toBe(exact[0].loss);
  expect(updates[0].gradientNorm).not.toBe(exact[0].gradientNorm);
});

test.each(SIZES)('%i ranks that resume from a save go on as those that were not interrupted', async (size) => {
  // The save at step 4 is in the middle of a round.
  const whole = await together(size, async (collective) => {
    const rank = await openRank(collective);
    for (let i = 0; i < 4; i++) await rank.trainer.update();
    await rank.trainer.meetToSave();
    const saved = { state: rank.trainer.state(), bits: await bitsOf(rank) };
    for (let i = 0; i < 4; i++) await rank.trainer.update();
    await rank.trainer.meetToSave();
    return { saved, end: await bitsOf(rank) };
  });
  // What rank 0 has saved is all that the others have.
  for (const { saved } of whole) expect(saved).toEqual(whole[0].saved);
  const { state, bits } = whole[0].saved;
  const resumed = await together(size, async (collective) => {
    const device = openReferenceDevice();
    const model = tinyModel(device);
    const sizes = model.parameters.buffers.length;
    for (const [i, buffer] of model.parameters.buffers.entries()) device.write(buffer, bits[i]);
    const trainer = new Trainer(model, tinyData, { ...tinySettings, ...local }, { collective, state });
    const kept = [trainer.moments!.m, trainer.moments!.v, trainer.outerMomentum!].flatMap(({ buffers }) => buffers);
    for (const [i, buffer] of kept.entries()) device.write(buffer, bits[sizes + i]);
    for (let i = 0; i < 4; i++) await trainer.update();
    await trainer.meetToSave();
    return bitsOf({ trainer, device });
  });
  for (const [rank, bitsAtEnd] of resumed.entries()) expect(bitsAtEnd).toEqual(whole[rank].end);
});

test('a save averages the moments of the ranks, once', async () => {
  const sent = await together(2, async (collective) => {
    const counted = counting(collective);
    const rank = await openRank(counted);
    for (let i = 0; i < 3; i++) await rank.trainer.update();
    const before = counted.sent.numbers;
    const own = await device0(rank);
    await rank.trainer.meetToSave();
    const once = counted.sent.numbers;
    await rank.trainer.meetToSave();
    expect(counted.sent.numbers).toBe(once);
    return { own, mean: await device0(rank), travelled: (once - before) / before };
  });
  // Both moments, after the weights alone.
  expect(sent[0].travelled).toBe(2);
  sent[0].mean.forEach((mean, i) => {
    expect(mean).toBeCloseTo((sent[0].own[i] + sent[1].own[i]) / 2, 6);
  });
  expect(sent[1].mean).toEqual(sent[0].mean);
});

/** The first moments. */
function device0({ device, trainer }: Rank): Promise<Float32Array> {
  return device.read(trainer.moments!.m.buffers[0]);
}

test('the ranks meet before a validation, a sample and a save, and after the last step', async () => {
  const loop = { steps: 7, save_every: 5, sample_every: 2, val_every: 4, patience: 0 };
  const seen = await together(2, async (collective) => {
    const rank = await openRank(collective, { sync_every: 100 });
    const events: [string, Float32Array[]][] = [];
    for await (const { type, step } of trainingLoop(rank.trainer, loop, { clock: () => 0 })) {
      events.push([`${type} ${step}`, await bitsOf(rank, type === 'save' ? 'all' : 'weights')]);
    }
    return events;
  });
  const looked = seen[0].filter(([event]) => !event.startsWith('step'));
  expect(looked.map(([event]) => event)).toEqual(
    expect.arrayContaining(['sample 2', 'validation 4', 'save 5', 'save 7']),
  );
  expect(seen[1].filter(([event]) => !event.startsWith('step'))).toEqual(looked);
  const [first, second] = seen.map((events) => events.find(([event]) => event === 'step 1')![1]);
  expect(second).not.toEqual(first);
});

test('a rank that diverges ends all of them at the same step', async () => {
  const ends = await together(2, async (collective) => {
    const { trainer, device } = await openRank(collective, { learning_rate: 0.01 });
    await trainer.update();
    if (collective.rank === 1) device.fill({ out: trainer.model.parameters.buffers[0], value: Number.NaN });
    return trainer.update().catch((fault) => fault);
  });
  for (const end of ends) expect(end).toBeInstanceOf(NonFiniteLossFault);
});

test.each([
  { outer_learning_rate: 1, outer_momentum: 0 },
  { outer_learning_rate: 0.7, outer_momentum: 0.5 },
])('local steps learn: %o', async (outer) => {
  const losses = await together(2, async (collective) => {
    const plain = { noise: 0, dropout: 0, schedule: 'constant' as const, sync_every: 4 };
    const { trainer } = await openRank(collective, { ...plain, ...outer });
    expect(trainer.outerMomentum === null).toBe(outer.outer_momentum === 0);
    const before = await trainer.validate();
    for (let i = 0; i < 48; i++) await trainer.update();
    return [before!, (await trainer.validate())!];
  });
  const [before, after] = losses[0];
  expect(after).toBeLessThan(before * 0.8);
});

describe.each(devicesOfThisMachine)('on $name', (tested) => {
  test.skipIf(tested.missing !== null)(`local steps are exact: ${titleOf(tested)}`, async () => {
    const run = () =>
      together(2, async (collective) => {
        const rank = await openRank(collective, { sync_every: 2 }, null, tested.open);
        try {
          for (let i = 0; i < 2; i++) await rank.trainer.update();
          return await bitsOf(rank, 'weights');
        } finally {
          await rank.device.close();
        }
      });
    const [first, again] = [await run(), await run()];
    expect(first[1]).toEqual(first[0]);
    expect(again).toEqual(first);
  });
});
