import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parameterCount } from '../../src/engine/model/parameters.ts';
import { NonFiniteLossFault } from '../../src/engine/training/trainer.ts';
import { NoModelFault } from '../../src/node/checkpoints/model-folder.ts';
import { RunFolder } from '../../src/node/checkpoints/run-folder.ts';
import { NoInputFault } from '../../src/node/files/input-files.ts';
import { LockedFault } from '../../src/node/files/lock-file.ts';
import { WriteFault } from '../../src/node/files/write-fault.ts';
import { nativeDeviceStatus } from '../../src/node/native-device/native-device.ts';
import { SettingFault } from '../../src/pipeline/settings.ts';
import { RunExistsFault } from '../../src/pipeline/training/restore-training.ts';
import { MemoryFault } from '../../src/pipeline/training/training-plan.ts';
import { tinyShape } from '../node/checkpoints/tiny-checkpoint.ts';
import { eventsOf, tinyWorkplace, trained } from './tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const file = (...path: string[]) => readFileSync(join(root, ...path));
const checkpoints = (run = 'run1') => readdirSync(join(root, 'checkpoint', run)).sort();
const stopAt = (step: number) => ({
  onEvent: (event: { type: string; step?: number }, stop: () => void) => {
    if (event.type === 'step' && event.step === step) stop();
  },
});
const notices = async (...arguments_: Parameters<typeof trained>) =>
  eventsOf((await trained(...arguments_)).events, 'notice').map(({ text }) => text);

describe('a training', () => {
  test('tells what it does, in order', async () => {
    const settings = { save_every: 2, sample_every: 3, sample_length: 5, sample_num: 2, val_every: 2 };
    const { events, result } = await trained(root, settings);
    expect(events.map(({ type }) => type)).toEqual([
      ...[
        'loading',
        'reading',
        'reading',
        'dataset',
        'device',
        'start',
        'plan',
        'training',
        'validation',
        'step',
        'step',
      ],
      ...['validation', 'saving', 'saved', 'step', 'validation', 'saving', 'saved'],
      ...['sampling', 'sample', 'sample', 'samples-written', 'stopped'],
    ]);
    const [dataset] = eventsOf(events, 'dataset');
    expect(dataset).toMatchObject({ posts: 20, heldOutPosts: 2 });
    expect(dataset.tokens).toBeGreaterThan(dataset.validationTokens * 8);
    expect(eventsOf(events, 'start')).toEqual([
      { type: 'start', name: 'tiny', isRandom: false, isPackaged: false, step: 0 },
    ]);
    const [plan] = eventsOf(events, 'plan');
    expect(plan).toMatchObject({ tokensPerStep: 32, steps: 3, parameters: parameterCount(tinyShape) });
    expect(plan.stepsPerEpoch).toBe((dataset.tokens - dataset.validationTokens) / 32);
    expect(result).toMatchObject({ run: 'run1', reason: 'steps', step: 3 });
    expect(result.latest).toEqual({ path: join(root, 'checkpoint/run1/model-3'), step: 3 });
    expect(result.best!.step).toBe(3);
    expect(result.bestLoss).toBe(eventsOf(events, 'validation').at(-1)!.loss);
    expect(checkpoints()).toEqual(['best', 'latest', 'model-2', 'model-3']);
  });

  test('learns', async () => {
    const { events } = await trained(root, { steps: 60, learning_rate: 0.02 });
    const losses = eventsOf(events, 'step').map(({ loss }) => loss);
    expect(losses[0]).toBeGreaterThan(5);
    expect(losses.at(-1)).toBeLessThan(3.5);
  });

  test('writes samples as the scripts of 2019 did, and the same ones every time', async () => {
    const settings = { sample_every: 2, steps: 2, sample_length: 9, sample_num: 2 };
    const { events } = await trained(root, settings);
    const text = file('samples/run1/samples-2').toString();
    const [one, two] = eventsOf(events, 'sample').map((sample) => sample.text);
    expect(text).toBe(`======== SAMPLE 1 ========\n${one}\n\n======== SAMPLE 2 ========\n${two}\n`);
    expect(one).not.toBe(two);
    const again = await trained(root, { ...settings, run_name: 'run2' });
    expect(eventsOf(again.events, 'sample').map((sample) => sample.text)).toEqual([one, two]);
  });

  test('keeps its losses in a file, and adds to it when it goes on', async () => {
    const log = join(root, 'logs/losses.jsonl');
    const settings = { log, val_every: 2 };
    const first = await trained(root, { ...settings, steps: 2 });
    const second = await trained(root, { ...settings, steps: 3 });
    const lines = file('logs/losses.jsonl')
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const events = [...first.events, ...second.events];
    const told = (type: 'step' | 'validation') => eventsOf(events, type).map(({ step, loss }) => ({ step, loss }));
    const kept = (type: string) => lines.filter((line) => line.type === type).map(({ step, loss }) => ({ step, loss }));
    expect(kept('step')).toEqual(told('step'));
    expect(kept('validation')).toEqual(told('validation'));
    const last = lines.findLast(({ type }) => type === 'step');
    const { tokens, learning_rate } = eventsOf(second.events, 'step').at(-1)!;
    expect(last).toMatchObject({ step: 3, tokens, learning_rate });
    // The clock of these tests goes on by one second with each call.
    expect(last.tokens_per_second).toBe(32 / last.seconds);
    await expect(trained(root, { ...settings, steps: 4, log: root })).rejects.toThrow(WriteFault);
  });

  test('of epochs ends after so many passes', async () => {
    const { events } = await trained(root, { steps: 1000, epochs: 0.1 });
    const [plan] = eventsOf(events, 'plan');
    expect(plan.steps).toBe(Math.ceil(plan.stepsPerEpoch / 10));
    expect(eventsOf(events, 'step')).toHaveLength(plan.steps!);
  });

  test('has the rate that suits where it began, also when it goes on', async () => {
    const rate = async (steps: number) => {
      const { events } = await trained(root, { learning_rate: undefined, steps });
      return eventsOf(events, 'step')[0].learning_rate;
    };
    expect(await rate(1)).toBe(5e-4);
    const path = join(root, 'checkpoint/run1/model-1/trainer.json');
    const trainer = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...trainer, beganRandom: true }));
    expect(await rate(2)).toBe(1e-3);
    expect(await rate(3)).toBe(1e-3);
  });

  test('stops when patience runs out, and the best checkpoint stays', async () => {
    const settings = { steps: undefined, learning_rate: 0.5, val_every: 1, patience: 3, keep: 1 };
    const { result } = await trained(root, settings);
    expect(result.reason).toBe('patience');
    expect(result.step - result.best!.step).toBe(3);
    expect(checkpoints()).toEqual(['best', 'latest', `model-${result.best!.step}`, `model-${result.step}`]);
  });

  test('that diverges says so, and keeps what it saved', async () => {
    const diverging = trained(root, { steps: 50, save_every: 1, learning_rate: 1e18, optimizer: 'sgd' });
    await expect(diverging).rejects.toThrow(NonFiniteLossFault);
    expect(checkpoints()).toContain('latest');
    expect(checkpoints()).not.toContain('lock');
  });

  test('keeps the newest checkpoints', async () => {
    await trained(root, { steps: 6, save_every: 1, keep: 2 });
    expect(checkpoints()).toEqual(['latest', 'model-5', 'model-6']);
  });
});

/** Whether this machine trains in bfloat16. */
const status = nativeDeviceStatus();
const hasBfloat16 = status.available && status.bfloat16;
const bfloat16 = { device: 'cpu', precision: 'bfloat16' } as const;

describe('going on', () => {
  const machines = [
    { device: 'reference', precision: 'float32' } as const,
    { device: 'reference', precision: 'float32', packing: 'documents' } as const,
    { device: 'reference', precision: 'float32', optimizer: 'muon', weight_decay: 0.1 } as const,
    ...(hasBfloat16 ? [bfloat16, { ...bfloat16, optimizer: 'muon' } as const] : []),
  ];
  test.each(machines)('twelve steps are five, an interruption and seven, to the last bit: %o', async (machine) => {
    const settings = {
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
    expect(eventsOf(second.events, 'start')[0]).toMatchObject({ name: 'halves/model-5', step: 5 });

    const told = (events: typeof first.events) =>
      [...eventsOf(events, 'step'), ...eventsOf(events, 'validation')].map((event) => ({ ...event, seconds: 0 }));
    const halves = [...told(first.events), ...told(second.events)].sort((a, b) => a.type.localeCompare(b.type));
    expect(halves).toEqual(told(straight.events).sort((a, b) => a.type.localeCompare(b.type)));
    for (const name of ['model.safetensors', 'trainer.safetensors']) {
      expect(file('checkpoint/halves/model-12', name).equals(file('checkpoint/straight/model-12', name)), name).toBe(
        true,
      );
    }
    const state = (run: string) => JSON.parse(file('checkpoint', run, 'model-12/trainer.json').toString()).state;
    expect(state('halves')).toEqual(state('straight'));
  });

  test('a training that is complete has nothing more to do', async () => {
    await trained(root);
    const { events, result } = await trained(root);
    expect(eventsOf(events, 'step')).toEqual([]);
    expect(result).toMatchObject({ reason: 'steps', step: 3 });
  });

  test('interrupted before the first step, nothing is left of it', async () => {
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

  test('fresh refuses to write over a run', async () => {
    await trained(root);
    const fresh = trained(root, { restore_from: 'fresh' });
    await expect(fresh).rejects.toThrow(RunExistsFault);
    await expect(fresh).rejects.toThrow(/has model-3 already/);
    await trained(root, { restore_from: 'fresh', run_name: 'run2' });
    expect(
      file('checkpoint/run2/model-3/model.safetensors').equals(file('checkpoint/run1/model-3/model.safetensors')),
    ).toBe(true);
  });

  test('with another shape is refused', async () => {
    await trained(root);
    const other = { n_embd: 16, steps: 4 };
    await expect(trained(root, other)).rejects.toThrow(/n_embd is 16, and that of run1\/model-3 is 8/);
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

  test('from weights alone it begins at the first step', async () => {
    const { events } = await trained(root, { restore_from: join(root, 'models/tiny') });
    expect(eventsOf(events, 'start')[0].step).toBe(0);
    expect(eventsOf(events, 'step')).toHaveLength(3);
  });

  test('what has changed is said', async () => {
    await trained(root, { steps: 1 });
    expect(await notices(root, { steps: 2, optimizer: 'sgd', seed: 5, model_name: 'nano' })).toEqual([
      'run1 goes on with its own model, begun from tiny: to begin from nano, give another run_name.',
      'The run goes on with seed 0, which it was begun with.',
    ]);
    for (const [i, optimizer] of (['adamw', 'muon', 'adamw'] as const).entries()) {
      expect(await notices(root, { steps: 3 + i, optimizer })).toEqual([expect.stringMatching(/moments begin anew/)]);
    }
    writeFileSync(join(root, 'training.txt'), 'Something else, and less of it.\n'.repeat(40));
    expect(await notices(root, { steps: 6, optimizer: 'adam' })).toEqual([
      expect.stringMatching(/dataset has changed/),
    ]);
  });

  test.skipIf(!hasBfloat16)('a precision other than before is said, and the same is not', async () => {
    await trained(root, { steps: 1 });
    expect(await notices(root, { steps: 2, ...bfloat16 })).toEqual([
      expect.stringMatching(/computed in float32 so far and goes on in bfloat16.*give precision float32\./),
    ]);
    expect(await notices(root, { steps: 3, ...bfloat16 })).toEqual([]);
  });

  test('a pass over documents begins anew where windows or posts are others', async () => {
    const packing = 'documents';
    await trained(root, { steps: 1, packing });
    expect(await notices(root, { steps: 2, packing })).toEqual([]);
    expect(await notices(root, { steps: 3, packing, window: 8 })).toEqual(['The pass over the documents begins anew.']);
    expect(await notices(root, { steps: 4, window: 8 })).toEqual(['The pass over the documents begins anew.']);
    expect(await notices(root, { steps: 5, packing, window: 8 })).toEqual([]);
  });

  test('a damaged checkpoint is named', async () => {
    await trained(root);
    const broken = JSON.parse(file('checkpoint/run1/model-3/trainer.json').toString());
    writeFileSync(join(root, 'checkpoint/run1/model-3/trainer.json'), JSON.stringify({ ...broken, state: {} }));
    await expect(trained(root)).rejects.toThrow(/model-3\/trainer\.json has no usable "step"/);
  });

  test('two processes do not train into one run', async () => {
    const other = await RunFolder.open(join(root, 'checkpoint/run1'));
    await expect(trained(root)).rejects.toThrow(LockedFault);
    await other.close();
    await trained(root);
  });
});

describe('the dataset', () => {
  const dataset = async (settings: object) =>
    eventsOf((await trained(root, { steps: 1, ...settings })).events, 'dataset')[0];

  test('may be a folder of posts, and gives the tokens of its prepared text', async () => {
    mkdirSync(join(root, 'posts'));
    for (let i = 0; i < 12; i++) {
      writeFileSync(
        join(root, 'posts', `2020-01-${10 + i}-post.md`),
        `---\ntitle: Post ${i}\n---\n\nIt is *number* ${i}.\n`,
      );
    }
    const { tokens, posts, heldOutPosts } = await dataset({ dataset: join(root, 'posts') });
    expect([posts, heldOutPosts]).toEqual([12, 1]);
    expect(tokens).toBe(await textTokens());
  });

  /** Tokens of the posts above: each its title and text as plain text, and the end mark. */
  async function textTokens(): Promise<number> {
    const { prepare } = await import('../../src/pipeline/prepare.ts');
    const countTokens = (text: string) => new TextEncoder().encode(text).length;
    const options = { posts: [join(root, 'posts')], out: join(root, 'prepared.txt') };
    for await (const event of prepare(options, { countTokens })) if (event.type === 'prepared') return event.tokens;
    throw new Error('nothing was prepared');
  }

  test('may be an export, or the folder of a site', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ title: `Post ${i}`, markdown: `It is *number* ${i}.` }));
    writeFileSync(join(root, 'posts.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
    mkdirSync(join(root, 'site/content/blog'), { recursive: true });
    mkdirSync(join(root, 'posts'));
    writeFileSync(join(root, 'site/hugo.toml'), '');
    writeFileSync(join(root, 'site/content/about.md'), 'Not a post.');
    for (const [i, { title, markdown }] of rows.entries()) {
      for (const folder of ['site/content/blog', 'posts']) {
        writeFileSync(join(root, folder, `${10 + i}.md`), `---\ntitle: ${title}\n---\n\n${markdown}\n`);
      }
    }
    const tokens = await textTokens();
    expect(await dataset({ dataset: join(root, 'posts.jsonl') })).toMatchObject({ posts: 12, tokens });
    expect(await dataset({ dataset: join(root, 'site'), run_name: 'run2' })).toMatchObject({ posts: 12, tokens });
  });

  test('keeps no posts apart when there are few, or when told not to', async () => {
    expect(await dataset({ val_split: 0 })).toMatchObject({ posts: 20, heldOutPosts: 0, validationTokens: 0 });
    expect(await dataset({ val_split: 0.5, run_name: 'run2' })).toMatchObject({ posts: 20, heldOutPosts: 10 });
    writeFileSync(join(root, 'training.txt'), `${'A post. '.repeat(20)}\n<|endoftext|>\n`.repeat(9));
    expect(await dataset({ run_name: 'run3' })).toMatchObject({ posts: 9, heldOutPosts: 0 });
  });

  test('may have another one to validate on', async () => {
    writeFileSync(join(root, 'held-out.txt'), 'Never seen before.\n');
    const settings = { val_dataset: join(root, 'held-out.txt'), val_every: 1 };
    expect(await dataset(settings)).toMatchObject({ heldOutPosts: 0, validationTokens: 20 });
  });

  test('shorter than the window gives shorter windows, and says so', async () => {
    writeFileSync(join(root, 'training.txt'), 'Ten bytes.\n');
    const told = await notices(root);
    expect(told).toEqual([expect.stringMatching(/windows have 11 tokens instead of 16/)]);
  });

  test.each<[string, object, typeof SettingFault, RegExp]>([
    ['a window that the model has not', { window: 17 }, SettingFault, /window is 17.*room for 16/],
    ['a schedule without an end', { schedule: 'linear', steps: undefined }, SettingFault, /give steps or epochs/],
    ['a decay of another schedule', { schedule: 'cosine', decay_steps: 2 }, SettingFault, /belongs to schedule wsd/],
    ['a floor under a constant rate', { min_learning_rate: 0.1 }, SettingFault, /needs a schedule in which/],
    [
      'a decay that nothing does',
      { weight_decay: 0.1 },
      SettingFault,
      /weight_decay works with optimizer adamw or muon/,
    ],
    [
      'patience without a measure',
      { patience: 2, val_split: 0 },
      SettingFault,
      /patience needs something to validate on/,
    ],
    ['a validation of nothing', { val_every: 2, val_split: 0 }, SettingFault, /val_every needs something/],
    ['two ways to validate', { val_dataset: 'x', val_split: 0.1 }, SettingFault, /give one of them/],
    ['a run that leads elsewhere', { run_name: '../elsewhere' }, SettingFault, /run_name is to be a folder/],
  ])('%s is refused', async (_, settings, Class, message) => {
    await expect(trained(root, settings)).rejects.toThrow(Class);
    await expect(trained(root, settings)).rejects.toThrow(message);
    expect(existsSync(join(root, 'checkpoint'))).toBe(false);
  });

  test('that is not there is named, and so is a model', async () => {
    await expect(trained(root, { dataset: join(root, 'trainning.txt') })).rejects.toThrow(NoInputFault);
    await expect(trained(root, { model_name: '124M' })).rejects.toThrow(
      /124M is not in .*models\/124M\. Get it \(548 MB\) with: tpdne download 124M /,
    );
    await expect(trained(root, { model_name: 'random:12M' })).rejects.toThrow(/did you mean 124M\?/);
    await expect(trained(root, { model_name: 'tinny' })).rejects.toThrow(/did you mean tiny\?/);
  });
});

describe('memory', () => {
  test('that is not there is an error before the start, with what would fit', async () => {
    const { events } = await trained(root, { steps: 1 });
    const [{ memory }] = eventsOf(events, 'plan');
    const settings = { batch_size: 64, run_name: 'large', val_split: 0 };
    const refused = trained(root, settings, { availableBytes: 2 * memory.total - memory.program });
    await expect(refused).rejects.toThrow(MemoryFault);
    await expect(refused).rejects.toThrow(/it fits with memory_saving_gradients, batch_size \d+\.$/);
    await expect(trained(root, settings, { availableBytes: 1000 })).rejects.toThrow(/take a smaller model/);
  });
});
