import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { NonFiniteLossFault } from '../../../src/engine/training/trainer.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import type { TrainGiven } from '../../../src/pipeline/settings/train.ts';
import { train } from '../../../src/pipeline/train/train.ts';
import { MemoryFault } from '../../../src/pipeline/train/training-plan.ts';
import { longestSample } from '../../../src/pipeline/train/training-samples.ts';
import { WriteFault } from '../../../src/project/file-faults.ts';
import { tinyTokenizer } from '../../engine/generation/tiny-model.ts';
import { tinyShape } from '../../node/models/tiny-checkpoint.ts';
import { eventsOf, tinySettings, tinyWorkplace, trained } from '../tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const file = (...path: string[]) => readFileSync(join(root, ...path));
const checkpoints = (run = 'run1') =>
  readdirSync(join(root, 'checkpoint', run))
    .filter((name) => !['history.csv', 'samples.jsonl', 'training.json'].includes(name))
    .sort();

describe('a training', () => {
  test('reports what it does, in order', async () => {
    const settings = { save_every: 2, sample_every: 3, sample_length: 5, sample_num: 2, val_every: 2 };
    const { events, result } = await trained(root, settings);
    expect(events.map(({ type }) => type)).toEqual([
      ...[
        'dataset-loading',
        'reading',
        'reading',
        'dataset',
        'device',
        'starting-model',
        'plan',
        'training-started',
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
    expect(eventsOf(events, 'starting-model')).toEqual([
      { type: 'starting-model', name: 'tiny', isRandom: false, isBundled: false, step: 0 },
    ]);
    const [plan] = eventsOf(events, 'plan');
    expect(plan).toMatchObject({ tokensPerStep: 32, steps: 3, parameters: tinyShape.parameterCount });
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

  test('writes samples as the scripts of 2019 did, the same ones every time', async () => {
    const settings = { sample_every: 2, steps: 2, sample_length: 9, sample_num: 2 };
    const { events } = await trained(root, settings);
    const text = file('samples/run1/samples-2').toString();
    const [one, two] = eventsOf(events, 'sample').map((sample) => sample.text);
    expect(text).toBe(`======== SAMPLE 1 ========\n${one}\n\n======== SAMPLE 2 ========\n${two}\n`);
    expect(one).not.toBe(two);
    const again = await trained(root, { ...settings, run_name: 'run2' });
    expect(eventsOf(again.events, 'sample').map((sample) => sample.text)).toEqual([one, two]);
  });

  test('writes the same samples after each prompt, with the same seed at each step', async () => {
    const settings = { sample_every: 1, steps: 2, sample_length: 9, sample_num: 2, sample_prompt: ['Post 1', 'It '] };
    // A rate that changes no weight: whatever differs would come from the seed.
    const { events } = await trained(root, { ...settings, learning_rate: 1e-30 });
    const samples = eventsOf(events, 'sample');
    expect(samples.map(({ step, prompt, number }) => [step, prompt, number])).toEqual(
      [1, 2].flatMap((step) =>
        settings.sample_prompt.flatMap((prompt) => [1, 2].map((number) => [step, prompt, number])),
      ),
    );
    for (const { prompt, text } of samples) expect(text.startsWith(prompt) && text.length > prompt.length).toBe(true);
    const [first, second] = [1, 2].map((at) => samples.filter(({ step }) => step === at).map(({ text }) => text));
    expect(second).toEqual(first);
    expect(new Set(first).size).toBe(4);
    const text = file('samples/run1/samples-2').toString();
    expect(text).toBe(first.map((one, i) => `======== SAMPLE ${i + 1} ========\n${one}\n`).join('\n'));
  });

  test('needs as many tokens for a sample as its longest prompt has, and those it writes', () => {
    const tokensOf = (sample_prompt: string[] | null) =>
      longestSample({ sample_prompt, sample_length: 9 }, tinyTokenizer);
    expect(tokensOf(null)).toBe(9);
    expect(tokensOf(['It', 'Post 1', 'a'])).toBe(15);
  });

  test('logs its losses, and appends when it resumes', async () => {
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
    // The clock of these tests advances by one second per call.
    expect(last.tokens_per_second).toBe(32 / last.seconds);
    await expect(trained(root, { ...settings, steps: 4, log: root })).rejects.toThrow(WriteFault);
  });

  test('of several epochs ends after that many passes', async () => {
    const { events } = await trained(root, { steps: 1000, epochs: 0.1 });
    const [plan] = eventsOf(events, 'plan');
    expect(plan.steps).toBe(Math.ceil(plan.stepsPerEpoch / 10));
    expect(eventsOf(events, 'step')).toHaveLength(plan.steps!);
  });

  test('has the learning rate that suits its start, even when it resumes', async () => {
    const rate = async (steps: number) => {
      const { events } = await trained(root, { learning_rate: undefined, steps });
      return eventsOf(events, 'step')[0].learning_rate;
    };
    expect(await rate(1)).toBe(2e-4);
    const path = join(root, 'checkpoint/run1/model-1/trainer.json');
    const trainer = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...trainer, beganRandom: true }));
    expect(await rate(2)).toBe(1e-3);
    expect(await rate(3)).toBe(1e-3);
  });

  test('stops when patience runs out, and keeps the best checkpoint', async () => {
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

describe('memory', () => {
  test('that is missing is an error before the start, with settings that fit', async () => {
    const { events } = await trained(root, { steps: 1 });
    const [{ memory }] = eventsOf(events, 'plan');
    const settings = { batch_size: 64, run_name: 'large', val_split: 0 };
    const refused = trained(root, settings, { availableBytes: 2 * memory.total - memory.program });
    await expect(refused).rejects.toThrow(MemoryFault);
    await expect(refused).rejects.toThrow(/it fits with memory_saving_gradients, batch_size \d+\.$/);
    await expect(trained(root, settings, { availableBytes: 1000 })).rejects.toThrow(/use a smaller model/);
  });

  test('that a device does not have in one piece is an error too, for any device', async () => {
    const { facts, scratchOf } = nodeProject().devices;
    const open = async () => {
      const device = openReferenceDevice({ largestBufferBytes: 30_000 });
      const { name, description } = device;
      const because = { instructionSet: null, because: null, slowBecause: null };
      return { device, event: { type: 'device', name, description, precision: 'float32', ...because } } as const;
    };
    const project = { ...nodeProject({ root }), devices: { open, facts, scratchOf } };
    const training = async (settings: Partial<TrainGiven>) => {
      for await (const _ of train(tinySettings(root, settings), project));
    };
    const refused = training({ batch_size: 64, run_name: 'wide', val_split: 0 });
    await expect(refused).rejects.toThrow(MemoryFault);
    await expect(refused).rejects.toThrow(
      /^A tensor of shape \(.+\) takes \d+ bytes; the largest that the device has room for is 30000 bytes; it fits with memory_saving_gradients, batch_size 8\.$/,
    );
    await training({ batch_size: 8, run_name: 'narrow', val_split: 0, steps: 1 });
  });
});
