import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { NpzWriter } from '../../../src/engine/tokens/npz.ts';
import { type ShowEvent, show } from '../../../src/index.ts';
import { NoTokensFault } from '../../../src/pipeline/corpus/read-tokens.ts';
import { NoModelFault } from '../../../src/pipeline/models/find-model.ts';
import type { ModelShown, RunShown, TokensShown } from '../../../src/pipeline/show/shown.ts';
import { tinyShape } from '../../node/models/tiny-checkpoint.ts';
import { tinyWorkplace, trained } from '../tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

async function shown(what: string): Promise<ShowEvent[]> {
  const all: ShowEvent[] = [];
  for await (const event of show({ what }, { root })) all.push(event);
  return all;
}

const runShown = async (what: string) => (await shown(what))[0] as RunShown;
const modelShown = async (what: string) => (await shown(what))[0] as ModelShown;
const tokensShown = async (what: string) => (await shown(what))[0] as TokensShown;

describe('a run', () => {
  test('is shown with its losses, settings and origin', async () => {
    const { result } = await trained(root, { val_every: 1, steps: 3, save_every: 1 });
    const run = await runShown('run1');
    const trainer = JSON.parse(readFileSync(join(root, 'checkpoint/run1/model-3/trainer.json'), 'utf8'));
    expect(run).toMatchObject({ name: 'run1', step: 3, isTraining: false, job: null, problem: null });
    expect(run.checkpoints.map(({ step, isBest }) => [step, isBest])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(run.bytes).toBeGreaterThan(run.checkpoints.reduce((sum, { bytes }) => sum + bytes, 0));
    const { settings, provenance } = trainer;
    expect(run.training).toMatchObject({
      step: 3,
      tokens: 96,
      startedFrom: 'tiny',
      beganRandom: false,
      settings,
      provenance,
    });
    expect(run.training!.best).toEqual({ step: 3, loss: result.bestLoss });
    expect(run.training!.validations.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    expect(run.model).toMatchObject({ name: 'run1/model-3', adapter: null, from: 'a training here' });
  });

  test('has the newest samples of its checkpoint', async () => {
    await trained(root, { steps: 4, save_every: 1, sample_every: 2, sample_length: 4, sample_num: 2 });
    const samplesOf = async (step: number) =>
      (await runShown(join(root, `checkpoint/run1/model-${step}`))).samples.map(({ step, number }) => [step, number]);
    expect(await samplesOf(1)).toEqual([]);
    expect(await samplesOf(2)).toEqual([
      [2, 1],
      [2, 2],
    ]);
    expect(await samplesOf(3)).toEqual(await samplesOf(2));
    expect(await samplesOf(4)).toEqual([
      [4, 1],
      [4, 2],
    ]);
  });

  test('may be given by its path, and so may one of its checkpoints', async () => {
    await trained(root, { steps: 2, save_every: 1 });
    expect(await shown('checkpoint/run1')).toEqual(await shown('run1'));
    expect(await runShown(join(root, 'checkpoint/run1/model-1'))).toMatchObject({
      step: 1,
      training: { step: 1 },
      model: { name: 'run1/model-1' },
    });
  });

  test('of an adapter shows the adapter and its model', async () => {
    await trained(root, { steps: 1, adapter: 'lora', lora_rank: 2, lora_alpha: 4 });
    const { model } = await runShown('run1');
    expect(model!.adapter).toMatchObject({ rank: 2, alpha: 4 });
    expect(model!.adapter!.parameters).toBeLessThan(model!.parameters);
    expect(model!.format).toBe('PEFT adapter of tiny');
    expect(model!.digest).toBe((await modelShown('tiny')).digest);
  });

  test('that is being trained, or has no checkpoint yet, is shown as that', async () => {
    mkdirSync(join(root, 'checkpoint/new'), { recursive: true });
    expect((await runShown('new')).isTraining).toBe(false);
    // A process of another machine.
    writeFileSync(join(root, 'checkpoint/new/lock'), JSON.stringify({ pid: 1, started: null, host: 'elsewhere' }));
    const run = await runShown('new');
    expect(run).toMatchObject({ isTraining: true, checkpoints: [], step: null, training: null, model: null });
  });

  test('that is damaged says what is wrong, and shows the rest', async () => {
    await trained(root, { steps: 1 });
    writeFileSync(join(root, 'checkpoint/run1/model-1/trainer.json'), '{');
    writeFileSync(join(root, 'checkpoint/run1/run.json'), '{');
    const run = await runShown('run1');
    expect(run).toMatchObject({ training: null, job: null, model: { parameters: tinyShape.parameterCount } });
    expect(run.problem).toMatch(/trainer\.json is not JSON.*run\.json is damaged/);
    rmSync(join(root, 'checkpoint/run1/model-1/trainer.json'));
    expect((await runShown('run1')).problem).not.toContain('trainer.json');
  });

  test('that has the name of a model does not hide it', async () => {
    await trained(root, { steps: 1, run_name: 'tiny' });
    expect((await shown('tiny')).map(({ type }) => type)).toEqual(['run-shown', 'model-shown']);
  });
});

describe('a model', () => {
  test('is shown with its shape, vocabulary and format', async () => {
    expect(await shown('tiny')).toEqual([
      {
        type: 'model-shown',
        name: 'tiny',
        path: join(root, 'models/tiny'),
        architecture: 'GPT-2',
        shape: tinyShape.shape,
        parameters: tinyShape.parameterCount,
        format: 'safetensors',
        bytes: expect.any(Number),
        vocabulary: { tokens: 257, beginMark: 256, endMark: 256 },
        adapter: null,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        licence: null,
        from: 'a training here',
      },
    ]);
  });

  test('has the licence and origin that its folder says', async () => {
    const folder = join(root, 'models/tiny');
    rmSync(join(folder, 'trainer.json'));
    expect((await modelShown('tiny')).from).toBeNull();
    writeFileSync(join(folder, 'README.md'), '---\nlanguage: en\nlicense: "apache-2.0"\n---\n\nlicense: other\n');
    writeFileSync(join(folder, 'download.json'), JSON.stringify({ from: 'https://example.org/tiny', commit: 'abc' }));
    expect(await modelShown('tiny')).toMatchObject({ licence: 'apache-2.0', from: 'https://example.org/tiny at abc' });
    writeFileSync(join(folder, 'README.md'), 'license: other\n');
    expect((await modelShown('models/tiny')).licence).toBeNull();
  });
});

describe('a token file', () => {
  const write = async (name: string, chunks: number[][]) => {
    const parts: Uint8Array[] = [];
    const writer = new NpzWriter((bytes) => void parts.push(bytes.slice()));
    for (const chunk of chunks) await writer.add(Int32Array.from(chunk));
    await writer.finish();
    writeFileSync(join(root, name), Buffer.concat(parts));
  };

  test('is shown with its chunks, and the vocabulary whose end mark it has', async () => {
    await write('a.npz', [[72, 105, 256, 72], [256]]);
    const tokens = await tokensShown('a.npz');
    expect(tokens).toMatchObject({
      chunks: { count: 2, shortest: 1, longest: 4 },
      tokens: 5,
      largestToken: 256,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(tokens.vocabularies[0]).toEqual({ model: 'tiny', tokens: 257, endMarks: 2, documents: 3 });
    expect(tokens.vocabularies.length).toBeGreaterThan(1);
    expect(tokens.beginning).toBeTypeOf('string');
  });

  test('may belong to a vocabulary without its end mark, but not to one that is too small', async () => {
    await write('without.npz', [[1, 2], [3]]);
    expect((await tokensShown('without.npz')).vocabularies[0]).toMatchObject({
      model: 'tiny',
      endMarks: 0,
      documents: 2,
    });
    await write('large.npz', [[257, 50256]]);
    const [first, ...others] = (await tokensShown('large.npz')).vocabularies;
    expect(first).toMatchObject({ tokens: 50257, endMarks: 1 });
    expect(others).toEqual([]);
    await write('huge.npz', [[2_000_000]]);
    expect(await tokensShown('huge.npz')).toMatchObject({ vocabularies: [], beginning: null, largestToken: 2_000_000 });
  });

  test('without tokens is refused', async () => {
    await write('empty.npz', [[]]);
    await expect(shown('empty.npz')).rejects.toThrow(NoTokensFault);
  });
});

test('what does not exist is named, with the nearest name', async () => {
  mkdirSync(join(root, 'checkpoint/voice'), { recursive: true });
  await expect(shown('voise')).rejects.toThrow(NoModelFault);
  await expect(shown('voise')).rejects.toThrow(/^There is no run, model or token file voise\. Did you mean voice\?$/);
  await expect(shown('x/y.npz')).rejects.toThrow(/There is no run, model or token file x\/y\.npz\. .*list/);
});
