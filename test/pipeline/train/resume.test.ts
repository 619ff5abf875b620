import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { nativeDeviceStatus } from '../../../src/node/native-device/native-device.ts';
import { RunFolder } from '../../../src/pipeline/models/checkpoints/run-folder.ts';
import { NoModelFault } from '../../../src/pipeline/models/find-model.ts';
import { RunExistsFault } from '../../../src/pipeline/train/restore-training.ts';
import { LockedFault } from '../../../src/project/file-faults.ts';
import { eventsOf, notices, tinyWorkplace, trained } from '../tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const file = (...path: string[]) => readFileSync(join(root, ...path));
const checkpoints = (run = 'run1') =>
  readdirSync(join(root, 'checkpoint', run))
    .filter((name) => !['history.csv', 'samples.jsonl', 'training.json'].includes(name))
    .sort();
const stopAt = (step: number) => ({
  onEvent: (event: { type: string; step?: number }, stop: () => void) => {
    if (event.type === 'step' && event.step === step) stop();
  },
});

/** Whether this machine trains in bfloat16. */
const status = nativeDeviceStatus();
const hasBfloat16 = status.available && status.bfloat16;
const bfloat16 = { device: 'cpu', precision: 'bfloat16' } as const;

describe('resuming', () => {
  const machines = [
    { device: 'reference', precision: 'float32' } as const,
    { device: 'reference', precision: 'float32', packing: 'documents' } as const,
    { device: 'reference', precision: 'float32', optimizer: 'muon', weight_decay: 0.1 } as const,
    {
      device: 'reference',
      precision: 'float32',
      freeze_blocks: 1,
      ...{ model_name: 'random:nano', n_layer: 2, n_embd: 8, n_head: 2, n_ctx: 16 },
    } as const,
    { device: 'reference', precision: 'float32', other: 0.4 } as const,
    { device: 'reference', precision: 'float32', dropout: 0.2 } as const,
    // The interruption is where ranks would meet.
    { device: 'reference', precision: 'float32', sync_every: 5 } as const,
    { device: 'reference', precision: 'float32', sync_every: 5, optimizer: 'sgd', outer_momentum: 0.5 } as const,
    { device: 'cpu', precision: 'float32', dropout: 0.2, memory_saving_gradients: true } as const,
    { device: 'reference', precision: 'float32', other: 0.4, packing: 'documents' } as const,
    ...(hasBfloat16 ? [bfloat16, { ...bfloat16, optimizer: 'muon' } as const] : []),
  ];
  test.each(machines)(
    'five steps, an interruption and seven steps are bit-identical to twelve: %o',
    async ({ other = null, ...machine }: (typeof machines)[number] & { readonly other?: number | null }) => {
      writeFileSync(join(root, 'other.txt'), 'Something else.\n<|endoftext|>\n'.repeat(30));
      const texts = [join(root, 'training.txt'), `${join(root, 'other.txt')}=${other}`];
      const settings = {
        ...(other === null ? {} : { dataset: texts }),
        optimizer: 'adamw',
        ...machine,
        steps: 12,
        schedule: 'cosine',
        noise: 0.1,
        accumulate_gradients: 2,
        val_every: 4,
      } as const;
      const straight = await trained(root, { ...settings, run_name: 'straight' });
      const first = await trained(root, { ...settings, run_name: 'halves' }, stopAt(5));
      expect(first.result).toMatchObject({ reason: 'interrupted', step: 5 });
      expect(first.events.at(-1)).toMatchObject({ type: 'stopped', reason: 'interrupted' });
      const second = await trained(root, { ...settings, run_name: 'halves' });
      expect(eventsOf(second.events, 'starting-model')[0]).toMatchObject({ name: 'halves/model-5', step: 5 });

      const told = (events: typeof first.events) =>
        [...eventsOf(events, 'step'), ...eventsOf(events, 'validation')].map((event) => ({ ...event, seconds: 0 }));
      const halves = [...told(first.events), ...told(second.events)].sort((a, b) => a.type.localeCompare(b.type));
      expect(halves).toEqual(told(straight.events).sort((a, b) => a.type.localeCompare(b.type)));
      const names = readdirSync(join(root, 'checkpoint/straight/model-12')).filter((name) =>
        name.endsWith('.safetensors'),
      );
      expect(names).toContain('model.safetensors');
      for (const name of names) {
        expect(file('checkpoint/halves/model-12', name).equals(file('checkpoint/straight/model-12', name)), name).toBe(
          true,
        );
      }
      const state = (run: string) => JSON.parse(file('checkpoint', run, 'model-12/trainer.json').toString()).state;
      expect(state('halves')).toEqual(state('straight'));
    },
  );

  test('a complete training has nothing left to do', async () => {
    await trained(root);
    const { events, result } = await trained(root);
    expect(eventsOf(events, 'step')).toEqual([]);
    expect(result).toMatchObject({ reason: 'steps', step: 3 });
  });

  test('interrupted before the first step, it leaves nothing', async () => {
    const stopped = trained(root, {}, { onEvent: ({ type }, stop) => type === 'dataset' && stop() });
    await expect(stopped).rejects.toThrow(/aborted/);
    expect(existsSync(join(root, 'checkpoint'))).toBe(false);
  });

  test('interrupted while it samples, it drops the sample and saves', async () => {
    const settings = { sample_every: 1, sample_length: 1000, steps: 5 };
    const { result } = await trained(root, settings, {
      onEvent: ({ type }, stop) => type === 'sampling' && stop(),
    });
    expect(result).toMatchObject({ reason: 'interrupted', step: 1 });
    expect(checkpoints()).toContain('model-1');
    expect(existsSync(join(root, 'samples'))).toBe(false);
  });

  test('killed between a checkpoint and its samples, it first writes the same samples', async () => {
    const settings = { sample_every: 2, sample_length: 9, sample_num: 2, save_every: 2, noise: 0.1, seed: 5 };
    await trained(root, { ...settings, run_name: 'straight', steps: 4 });
    await trained(root, { ...settings, steps: 2 });
    rmSync(join(root, 'samples/run1/samples-2'));
    const { events } = await trained(root, { ...settings, steps: 4, seed: 8 });
    expect(eventsOf(events, 'samples-written').map(({ step }) => step)).toEqual([2, 4]);
    for (const name of ['samples-2', 'samples-4']) {
      expect(file('samples/run1', name), name).toEqual(file('samples/straight', name));
    }
    expect(file('checkpoint/run1/model-4/model.safetensors')).toEqual(
      file('checkpoint/straight/model-4/model.safetensors'),
    );
    expect(readdirSync(join(root, 'samples/run1'))).toEqual(['samples-2', 'samples-4']);
  });

  test.each([
    ['they exist', {}, ['samples-2', 'samples-4']],
    ['none are due', { sample_every: 3 }, ['samples-2', 'samples-3']],
    ['none are requested', { sample_every: 0 }, ['samples-2']],
  ])('samples of the step it resumes from are not written if %s', async (_, changes, written) => {
    const settings = { sample_every: 2, sample_length: 3, save_every: 2 };
    await trained(root, { ...settings, steps: 2 });
    await trained(root, { ...settings, ...changes, steps: 4 });
    expect(readdirSync(join(root, 'samples/run1'))).toEqual(written);
  });

  test('a training that branches off from another run does not repeat its samples', async () => {
    const settings = { sample_every: 2, sample_length: 3 };
    await trained(root, { ...settings, steps: 2 });
    const restore_from = join(root, 'checkpoint/run1/model-2');
    await trained(root, { ...settings, steps: 4, restore_from, run_name: 'branch' });
    expect(readdirSync(join(root, 'samples/branch'))).toEqual(['samples-4']);
  });

  test('fresh refuses to overwrite a run', async () => {
    await trained(root);
    const fresh = trained(root, { restore_from: 'fresh' });
    await expect(fresh).rejects.toThrow(RunExistsFault);
    await expect(fresh).rejects.toThrow(/already has model-3/);
    await trained(root, { restore_from: 'fresh', run_name: 'run2' });
    expect(
      file('checkpoint/run2/model-3/model.safetensors').equals(file('checkpoint/run1/model-3/model.safetensors')),
    ).toBe(true);
  });

  test('another shape is refused', async () => {
    await trained(root);
    const other = { n_embd: 16, steps: 4 };
    await expect(trained(root, other)).rejects.toThrow(/n_embd is 16, but run1\/model-3 has 8/);
    expect((await trained(root, { ...other, n_embd: 8 })).result.step).toBe(4);
  });

  test('a path branches off into another run, and not into its own past', async () => {
    await trained(root, { steps: 4, save_every: 2 });
    const from = { restore_from: join(root, 'checkpoint/run1/model-2'), steps: 4 };
    await expect(trained(root, from)).rejects.toThrow(RunExistsFault);
    const { events } = await trained(root, { ...from, run_name: 'branch' });
    expect(eventsOf(events, 'step').map(({ step }) => step)).toEqual([3, 4]);
    expect(
      file('checkpoint/branch/model-4/model.safetensors').equals(file('checkpoint/run1/model-4/model.safetensors')),
    ).toBe(true);
    const missing = trained(root, { restore_from: 'checkpoint/run1/model-3', run_name: 'other' });
    await expect(missing).rejects.toThrow(NoModelFault);
  });

  test('from weights only, it starts at the first step', async () => {
    const { events } = await trained(root, { restore_from: join(root, 'models/tiny') });
    expect(eventsOf(events, 'starting-model')[0].step).toBe(0);
    expect(eventsOf(events, 'step')).toHaveLength(3);
  });

  test('changes are reported', async () => {
    await trained(root, { steps: 1 });
    expect(await notices(root, { steps: 2, optimizer: 'sgd', seed: 5, model_name: 'nano' })).toEqual([
      expect.stringMatching(/^run1 resumes with its own model, which started from tiny\. .*nano.*run_name/),
      expect.stringContaining('keeps seed 0'),
      'The run had optimizer adam, and resumes with sgd. To keep it, give optimizer adam.',
    ]);
    for (const [i, optimizer] of (['adamw', 'muon', 'adamw'] as const).entries()) {
      expect(await notices(root, { steps: 3 + i, optimizer })).toEqual([
        expect.stringMatching(`resumes with ${optimizer}`),
        expect.stringMatching(/moments start from zero/),
      ]);
    }
    writeFileSync(join(root, 'training.txt'), 'Something else, and less of it.\n'.repeat(40));
    expect(await notices(root, { steps: 6, optimizer: 'adam' })).toEqual([
      expect.stringMatching(/dataset has changed/),
      expect.stringContaining('resumes with adam.'),
    ]);
  });

  test.skipIf(!hasBfloat16)('a change of precision is reported', async () => {
    await trained(root, { steps: 1 });
    expect(await notices(root, { steps: 2, ...bfloat16 })).toEqual([
      expect.stringMatching(/computed in float32 and resumes in bfloat16.*give precision float32\./),
    ]);
    expect(await notices(root, { steps: 3, ...bfloat16 })).toEqual([]);
  });

  test('every changed setting is named in one notice, with what it was', async () => {
    const schedule = { schedule: 'wsd', decay_steps: 1 } as const;
    await trained(root, { steps: 2, window: 8, batch_size: 4, learning_rate: undefined, ...schedule });
    const { events } = await trained(root, {
      steps: 3,
      batch_size: 1,
      schedule: 'wsd',
      noise: 0.1,
      learning_rate: 0.001,
    });
    expect(eventsOf(events, 'notice').map(({ text }) => text)).toEqual([
      'The run had batch_size 4, window 8, noise 0, learning_rate 0.0002, decay_steps 1 and steps 2, and resumes with ' +
        'batch_size 1, window 16, noise 0.1, learning_rate 0.001, no decay_steps and steps 3. ' +
        'To keep them, give batch_size 4, window 8, noise 0, learning_rate 0.0002, decay_steps 1 and steps 2.',
    ]);
    expect(eventsOf(events, 'notice')[0].marked).toContain('give `batch_size` 4, `window` 8');
    expect(await notices(root, { steps: 3, batch_size: 1, noise: 0.1, learning_rate: 0.001, ...schedule })).toEqual([
      'The run had no decay_steps, and resumes with 1. To keep it, leave out decay_steps.',
    ]);
  });

  test('steps matter only to a learning rate that falls', async () => {
    await trained(root, { steps: 1, schedule: 'constant' });
    expect(await notices(root, { steps: 2 })).toEqual([]);
    await trained(root, { run_name: 'falls', steps: 1, schedule: 'linear' });
    expect(await notices(root, { run_name: 'falls', steps: 2, schedule: 'linear' })).toEqual([
      'The run had steps 1, and resumes with 2. To keep it, give steps 1.',
    ]);
  });

  test('records the settings that the training used, not what was left open', async () => {
    await trained(root, {
      steps: undefined,
      epochs: 0.1,
      learning_rate: undefined,
      window: undefined,
      val_every: undefined,
    });
    const { settings } = JSON.parse(
      file('checkpoint/run1', file('checkpoint/run1/latest').toString().trim(), 'trainer.json').toString(),
    );
    expect(settings).toMatchObject({
      window: 16,
      learning_rate: 2e-4,
      val_every: 100,
      adapter: 'none',
      steps: 7,
      epochs: 0.1,
    });
  });

  test('a checkpoint of an early version, which recorded no such settings, is resumed without a word', async () => {
    await trained(root, { steps: 1 });
    const path = join(root, 'checkpoint/run1/model-1/trainer.json');
    const saved = JSON.parse(readFileSync(path, 'utf8'));
    const { seed, model_name, optimizer, only_train_transformer_layers } = saved.settings;
    const settings = { seed, model_name, optimizer, only_train_transformer_layers, learning_rate: null, window: null };
    writeFileSync(path, JSON.stringify({ ...saved, settings, window: 16 }));
    expect(await notices(root, { steps: 2, batch_size: 1 })).toEqual([]);
  });

  test('other frozen blocks start other moments, and say so', async () => {
    const model = { model_name: 'random:nano', n_layer: 2, n_embd: 8, n_head: 2, n_ctx: 16 };
    await trained(root, { ...model, steps: 1, freeze_blocks: 1 });
    expect(await notices(root, { ...model, steps: 2 })).toEqual([
      'The run had freeze_blocks 1, and resumes with 0. To keep it, give freeze_blocks 1.',
      expect.stringMatching(/what it trains, has changed, so its moments start from zero/),
    ]);
  });

  test('other local steps are reported; what outer steps keep goes on, unless something else is trained', async () => {
    const model = { model_name: 'random:nano', n_layer: 2, n_embd: 8, n_head: 2, n_ctx: 16 };
    const algorithm = expect.stringMatching(/^Each process takes 2 steps by itself, then all average \(DiLoCo\)/);
    await trained(root, { ...model, steps: 2 });
    expect(await notices(root, { ...model, steps: 4, sync_every: 2 })).toEqual([
      algorithm,
      'The run had sync_every 1, and resumes with 2. To keep it, give sync_every 1.',
    ]);
    const outer = (step: number) => join(root, 'checkpoint/run1', `model-${step}`, 'outer-momentum.safetensors');
    expect(await notices(root, { ...model, steps: 4, sync_every: 2 })).toEqual([algorithm]);
    expect(existsSync(outer(4))).toBe(false);
    const momentum = { ...model, sync_every: 2, outer_momentum: 0.5 };
    expect(await notices(root, { ...momentum, steps: 5 })).toEqual([
      algorithm,
      'The run had outer_momentum 0, and resumes with 0.5. To keep it, give outer_momentum 0.',
    ]);
    const bytes = readFileSync(outer(5)).length;
    rmSync(outer(5));
    await expect(trained(root, { ...momentum, steps: 6 })).rejects.toThrow(
      /model-5 has no outer-momentum\.safetensors/,
    );
    await trained(root, { ...momentum, steps: 6, freeze_blocks: 1 });
    expect(readFileSync(outer(6)).length).toBeLessThan(bytes);
  });

  test('a pass over documents starts again if windows or posts have changed', async () => {
    const packing = 'documents';
    await trained(root, { steps: 1, packing });
    expect(await notices(root, { steps: 2, packing })).toEqual([]);
    expect(await notices(root, { steps: 3, packing, window: 8 })).toEqual([
      expect.stringContaining('had window 16, and resumes with 8'),
      'The pass over the documents starts again.',
    ]);
    expect(await notices(root, { steps: 4, window: 8 })).toEqual([
      expect.stringContaining('had packing documents, and resumes with random'),
      'The pass over the documents starts again.',
    ]);
    expect(await notices(root, { steps: 5, packing, window: 8 })).toEqual([
      expect.stringContaining('had packing random, and resumes with documents'),
    ]);
  });

  test('a damaged checkpoint is named', async () => {
    await trained(root);
    const broken = JSON.parse(file('checkpoint/run1/model-3/trainer.json').toString());
    writeFileSync(join(root, 'checkpoint/run1/model-3/trainer.json'), JSON.stringify({ ...broken, state: {} }));
    await expect(trained(root)).rejects.toThrow(/model-3\/trainer\.json has no usable "step"/);
  });

  test('two processes do not train into one run', async () => {
    const other = await RunFolder.open(nodeFiles, join(root, 'checkpoint/run1'));
    await expect(trained(root)).rejects.toThrow(LockedFault);
    await other.close();
    await trained(root);
  });
});
