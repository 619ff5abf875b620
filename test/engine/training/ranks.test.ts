import { describe, expect, test } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { AdaptedModel } from '../../../src/engine/models/adapters/adapted-model.ts';
import { targetModules } from '../../../src/engine/models/adapters/adapter-layers.ts';
import { parseModelConfiguration } from '../../../src/engine/models/architectures.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import type { ModelInTraining } from '../../../src/engine/models/model.ts';
import { initialise } from '../../../src/engine/models/parameters.ts';
import { Random } from '../../../src/engine/random.ts';
import { ALONE, type Collective, type Wire } from '../../../src/engine/training/collective.ts';
import { Trainer, type Update } from '../../../src/engine/training/trainer.ts';
import type { TrainerSettings } from '../../../src/engine/training/trainer-settings.ts';
import { trainingLoop } from '../../../src/engine/training/training-loop.ts';
import { devicesOfThisMachine, titleOf } from '../../device/devices.ts';
import { ranksInMemory } from './ranks.ts';
import { tinyConfiguration, tinyData, tinySettings } from './tiny-training.ts';

const llama = parseModelConfiguration(
  'config.json',
  JSON.stringify({
    model_type: 'llama',
    vocab_size: 31,
    hidden_size: 8,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    intermediate_size: 12,
    max_position_embeddings: 9,
    tie_word_embeddings: true,
  }),
  'test',
);

const architectures = { 'GPT-2': tinyConfiguration, Llama: llama } as const;
const kinds = ['whole', 'adapter'] as const;

interface Case {
  readonly architecture: keyof typeof architectures;
  readonly kind: (typeof kinds)[number];
}

const cases = Object.keys(architectures).flatMap((architecture) =>
  kinds.map((kind) => ({ architecture, kind }) as Case),
);

async function modelOf(device: Device, { architecture, kind }: Case): Promise<ModelInTraining> {
  const configuration = architectures[architecture];
  const whole = new TrainableModel(device, configuration);
  initialise(device, whole.parameters, Random.fromSeed(1, 'weights'));
  if (kind === 'whole') return whole;
  const adapter = { rank: 2, alpha: 4, dropout: 0.1, modules: targetModules(configuration, 'all-linear') };
  const adapted = new AdaptedModel(device, configuration, adapter, 'bfloat16');
  for (const { name } of adapted.frozen.table) {
    await adapted.frozen.fill(name, async (out) => device.copy({ source: whole.parameters.get(name), out }));
  }
  initialise(device, adapted.parameters, Random.fromSeed(2, 'adapter'));
  return adapted;
}

/** Everything that a training leaves. */
interface Trained {
  readonly updates: readonly Update[];
  readonly validation: number | null;
  readonly tensors: readonly Float32Array[];
}

const STEPS = 3;

/** A training on a device of its own, as each rank has one. */
async function train(
  open: () => Device | Promise<Device>,
  tested: Case,
  changes: Partial<TrainerSettings>,
  collective: Collective = ALONE,
): Promise<Trained> {
  const device = await open();
  try {
    const model = await modelOf(device, tested);
    const dropout = tested.kind === 'whole' ? 0.1 : 0;
    const settings = { ...tinySettings, noise: 0.2, dropout, packing: 'documents' as const, ...changes };
    const trainer = new Trainer(model, tinyData, settings, { collective });
    const updates: Update[] = [];
    for (let i = 0; i < STEPS; i++) updates.push(await trainer.update());
    const validation = await trainer.validate();
    const { m, v } = trainer.moments!;
    const sets = [model.parameters, m, v];
    const tensors = await Promise.all(sets.flatMap(({ buffers }) => buffers.map((buffer) => device.read(buffer))));
    return { updates, validation, tensors };
  } finally {
    await device.close();
  }
}

/** Each rank opens a device of its own, for which a GPU in software compiles every shader: half a minute a test. */
const quick = devicesOfThisMachine.filter(({ name }) => !name.startsWith('webgpu'));

describe.each(quick)('on $name', (device) => {
  describe.skipIf(device.missing !== null)(titleOf(device), () => {
    test.each(cases)('ranks are one that accumulates, to the bit: $architecture, $kind', async (tested) => {
      for (const ranks of [1, 2, 3, 4]) {
        const alone = await train(device.open, tested, { accumulate_gradients: ranks });
        const collectives = ranks === 1 ? [ALONE] : ranksInMemory(ranks);
        const all = await Promise.all(
          collectives.map((collective) => train(device.open, tested, { accumulate_gradients: 1 }, collective)),
        );
        for (const one of all) expect(one).toEqual(alone);
      }
    });
  });
});

test('ranks that accumulate read the same windows, and differ from one that does by rounding alone', async () => {
  const { open } = devicesOfThisMachine[0];
  const tested: Case = { architecture: 'GPT-2', kind: 'whole' };
  const alone = await train(open, tested, { accumulate_gradients: 4 });
  const [first, second] = await Promise.all(
    ranksInMemory(2).map((collective) => train(open, tested, { accumulate_gradients: 2 }, collective)),
  );
  expect(second).toEqual(first);
  expect(first.updates.map(({ tokens }) => tokens)).toEqual(alone.updates.map(({ tokens }) => tokens));
  first.updates.forEach(({ loss }, i) => {
    expect(Math.abs(loss - alone.updates[i].loss)).toBeLessThan(1e-5);
  });
});

test('gradients travel as the settings say, on all ranks', async () => {
  const { open } = devicesOfThisMachine[0];
  const tested: Case = { architecture: 'GPT-2', kind: 'whole' };
  const wires = new Set<Wire | undefined>();
  const watched = ranksInMemory(2).map((collective) => ({
    ...collective,
    sum: (values: Float32Array, wire?: Wire) => {
      wires.add(wire);
      return collective.sum(values, wire);
    },
  }));
  await Promise.all(watched.map((collective) => train(open, tested, { wire: 'bfloat16' }, collective)));
  expect([...wires]).toEqual(['bfloat16']);
});

test('a loop that one rank is told to end ends on all after the same step', async () => {
  const { open } = devicesOfThisMachine[0];
  const stop = new AbortController();
  const loop = { steps: 50, save_every: 0, sample_every: 0, val_every: 0, patience: 0 };
  const ends = await Promise.all(
    ranksInMemory(3).map(async (collective) => {
      const device = await open();
      const model = await modelOf(device, { architecture: 'Llama', kind: 'whole' });
      const trainer = new Trainer(model, tinyData, tinySettings, { collective });
      const signal = collective.rank === 2 ? stop.signal : undefined;
      const events: string[] = [];
      for await (const event of trainingLoop(trainer, loop, { clock: () => 0, signal })) {
        if (event.type === 'step' && event.step === 2 && collective.rank === 0) stop.abort();
        events.push(`${event.type} ${event.step}`);
      }
      await device.close();
      return events.slice(-2);
    }),
  );
  const step = Number(ends[0][1].split(' ')[1]);
  expect(step).toBeLessThan(50);
  for (const end of ends) expect(end).toEqual([`save ${step}`, `stopped ${step}`]);
});
