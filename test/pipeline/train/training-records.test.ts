import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { readFacts } from '../../../src/pipeline/train/training-facts.ts';
import { type HistoryRow, readHistory } from '../../../src/pipeline/train/training-history.ts';
import { WriteFault } from '../../../src/project/file-faults.ts';
import { readEvents } from '../../engine/checkpoint/formats/tensorflow/event-reader.ts';
import { eventsOf, tinyWorkplace, trained } from '../tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const place = (...path: string[]) => join(root, ...path);
const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');
const history = (run = 'run1') => readHistory(nodeFiles, place('checkpoint', run));
const withoutTime = (rows: readonly HistoryRow[]) => rows.map((row) => ({ ...row, seconds: 0 }));
const stopAt = (step: number) => ({
  onEvent: (event: { type: string; step?: number }, stop: () => void) => {
    if (event.type === 'step' && event.step === step) stop();
  },
});

describe('the history of a run', () => {
  const settings = { val_every: 2, learning_rate: 0.003 };

  test('has the losses of each step and validation', async () => {
    const { events } = await trained(root, { ...settings, steps: 3 });
    expect(linesOf(place('checkpoint/run1/history.csv'))[0]).toBe('step,seconds,tokens,loss,learning_rate,val_loss');
    const rows = await history();
    expect(rows.map(({ type, step }) => [type, step])).toEqual([
      ['validation', 0],
      ['step', 1],
      ['step', 2],
      ['validation', 2],
      ['step', 3],
      ['validation', 3],
    ]);
    const [first] = eventsOf(events, 'step');
    const { tokens, learning_rate } = first;
    expect(rows[1]).toMatchObject({ tokens, learning_rate, loss: Number(first.loss.toPrecision(7)) });
    expect(rows[3].loss).toBe(Number(eventsOf(events, 'validation')[1].loss.toPrecision(7)));
  });

  test('continues where the training does, in time too', async () => {
    await trained(root, { ...settings, run_name: 'straight', steps: 6 });
    await trained(root, { ...settings, steps: 6 }, stopAt(3));
    const before = (await history()).at(-1)!.seconds;
    await trained(root, { ...settings, steps: 6 });
    const rows = await history();
    expect(withoutTime(rows)).toEqual(withoutTime(await history('straight')));
    expect(rows.map(({ seconds }) => seconds)).toEqual(rows.map(({ seconds }) => seconds).sort((a, b) => a - b));
    expect(rows.find((row) => row.type === 'step' && row.step === 4)!.seconds).toBeGreaterThan(before);
  });

  test('loses what a kill has lost: steps after the checkpoint, and half a line', async () => {
    await trained(root, { ...settings, run_name: 'straight', steps: 6 });
    await trained(root, { ...settings, steps: 5, save_every: 2 });
    for (const step of [5, 4]) rmSync(place(`checkpoint/run1/model-${step}`), { recursive: true, force: true });
    writeFileSync(place('checkpoint/run1/latest'), 'model-2\n');
    appendFileSync(place('checkpoint/run1/history.csv'), '6,1');
    expect((await history()).at(-1)).toMatchObject({ step: 5 });
    await trained(root, { ...settings, steps: 6 });
    expect(withoutTime(await history())).toEqual(withoutTime(await history('straight')));
    expect(linesOf(place('checkpoint/run1/history.csv'))).toHaveLength(1 + (await history('straight')).length);
  });

  test('does not begin with what another training left, which never saved', async () => {
    await trained(root, { ...settings, steps: 1 });
    for (const name of ['model-1', 'latest', 'best']) {
      rmSync(place('checkpoint/run1', name), { recursive: true, force: true });
    }
    appendFileSync(place('checkpoint/run1/history.csv'), '2,9,64,3,0.1,\n');
    await trained(root, { ...settings, steps: 1, val_every: 0 });
    expect((await history()).map(({ step }) => step)).toEqual([1]);
  });

  test('has the validations of a checkpoint from before there were histories', async () => {
    await trained(root, { ...settings, steps: 2 });
    const loss = (await history()).findLast(({ type }) => type === 'validation')!.loss;
    rmSync(place('checkpoint/run1/history.csv'));
    await trained(root, { ...settings, steps: 3 });
    const rows = await history();
    expect(rows.map(({ type, step }) => [type, step])).toEqual([
      ['validation', 0],
      ['validation', 2],
      ['step', 3],
      ['validation', 3],
    ]);
    expect(rows[1].loss).toBe(loss);
  });

  test('begins with that of another run, if the training resumes from there', async () => {
    await trained(root, { ...settings, steps: 2 });
    await trained(root, { ...settings, steps: 3, run_name: 'further', restore_from: place('checkpoint/run1/model-2') });
    expect((await history('further')).slice(0, 4)).toEqual(await history());
    expect((await history('further')).at(-1)).toMatchObject({ type: 'validation', step: 3 });
  });

  test('is not there before the first step', async () => {
    const stopped = trained(
      root,
      { ...settings, steps: 2 },
      {
        onEvent: ({ type }, stop) => void (type === 'validation' && stop()),
      },
    );
    await stopped;
    expect(existsSync(place('checkpoint'))).toBe(false);
  });
});

test('the facts of a training say what was trained, on what, and where', async () => {
  await trained(root, { steps: 2 });
  const facts = await readFacts(nodeFiles, place('checkpoint/run1'));
  expect(facts).toMatchObject({
    model: 'tiny',
    adapterRank: null,
    dataset: { posts: 20, heldOutPosts: 2 },
    window: 16,
    tokensPerStep: 32,
    steps: 2,
    precision: 'float32',
    provenance: { version: expect.any(String), platform: expect.any(String) },
    settings: { learning_rate: 0.003, dataset: [place('training.txt')] },
  });
  writeFileSync(place('checkpoint/run1/training.json'), '{"model": "tiny"}');
  expect(await readFacts(nodeFiles, place('checkpoint/run1'))).toBeNull();
});

test('the facts count the bytes of what is held out, which make bits per byte of its loss', async () => {
  const bytes = async (given: object) => {
    await trained(root, { steps: 1, ...given });
    return (await readFacts(nodeFiles, place('checkpoint/run1')))!.dataset.validationBytes;
  };
  expect(await bytes({ val_split: 0 })).toBe(0);
  writeFileSync(place('held-out.txt'), 'Never seen before.\n');
  rmSync(place('checkpoint'), { recursive: true });
  expect(await bytes({ val_dataset: place('held-out.txt'), val_every: 1 })).toBe('Never seen before.\n'.length);
});

describe('a log in CSV', () => {
  const columns = 'type,step,seconds,tokens,loss,average,learning_rate,gradient_norm,tokens_per_second';

  test('has one header, however often the training resumes', async () => {
    const log = place('logs/losses.CSV');
    const first = await trained(root, { log, val_every: 2, steps: 2 });
    await trained(root, { log, val_every: 2, steps: 3 });
    const lines = linesOf(log);
    expect(lines.filter((line) => line === columns)).toEqual([columns]);
    expect(lines[0]).toBe(columns);
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join())).toEqual([
      'validation,0',
      'step,1',
      'step,2',
      'validation,2',
      'step,3',
      'validation,3',
    ]);
    expect(lines.every((line) => line.split(',').length === columns.split(',').length)).toBe(true);
    const [step] = eventsOf(first.events, 'step');
    expect(lines[2].split(',').slice(4, 8).map(Number)).toEqual([
      step.loss,
      step.average,
      step.learning_rate,
      step.gradientNorm,
    ]);
    expect(lines[1]).toMatch(/^validation,0,\d+,,[\d.]+,,,,$/);
  });

  test('is refused before the training if the file has other columns', async () => {
    writeFileSync(place('mine.csv'), 'type,step\n');
    const events: string[] = [];
    const refused = trained(root, { log: place('mine.csv') }, { onEvent: ({ type }) => events.push(type) });
    await expect(refused).rejects.toThrow(SettingFault);
    await expect(refused).rejects.toThrow(
      /^`?log`? .*mine\.csv exists and has other columns than type,step,.* another name\.$/,
    );
    expect(events).toEqual([]);
    expect(linesOf(place('mine.csv'))).toEqual(['type,step']);
  });
});

describe("TensorBoard's files", () => {
  const settings = { val_every: 2, sample_every: 2, sample_length: 4, sample_num: 2 };

  test('have losses, rates, speed and samples, in a file for each call', async () => {
    const tensorboard = place('board');
    const now = () => new Date('2024-05-06T07:08:09.500Z');
    const first = await trained(root, { ...settings, tensorboard, steps: 2 }, { now });
    await trained(root, { ...settings, tensorboard, steps: 3 }, { now });
    const names = readdirSync(place('board/run1'));
    expect(names.sort()).toEqual([0, 1].map((number) => `events.out.tfevents.1714979289.tpdne.${number}`));
    const [one, two] = names.map((name) => readEvents(readFileSync(place('board/run1', name))));
    const [stepOne, stepTwo] = eventsOf(first.events, 'step');
    const losses = eventsOf(first.events, 'validation').map(({ loss }) => Math.fround(loss));
    expect(one.map(({ seconds }) => seconds)).toEqual(one.map(() => 1714979289.5));
    expect(one.map(({ seconds: _, ...event }) => event)).toEqual([
      { step: 0, version: 'brain.Event:2' },
      { step: 0, starts: true },
      { step: 0, scalars: { val_loss: losses[0] } },
      { step: 1, scalars: scalarsOf(stepOne) },
      { step: 2, scalars: scalarsOf(stepTwo) },
      { step: 2, scalars: { val_loss: losses[1] } },
      { step: 2, texts: { tag: 'samples', texts: eventsOf(first.events, 'sample').map(({ text }) => text) } },
    ]);
    // What a kill lost no longer counts: from the step after the checkpoint on.
    expect(two[1]).toMatchObject({ step: 3, starts: true });
    expect(two.slice(2).map(({ step }) => step)).toEqual([3, 3]);
  });

  test('are refused before the training where they cannot be written', async () => {
    writeFileSync(place('board'), '');
    await expect(trained(root, { tensorboard: place('board') })).rejects.toThrow(WriteFault);
    expect(existsSync(place('checkpoint'))).toBe(false);
  });
});

function scalarsOf({
  loss,
  learning_rate,
  gradientNorm,
}: {
  loss: number;
  learning_rate: number;
  gradientNorm: number;
}) {
  const [a, b, c] = [loss, learning_rate, gradientNorm].map(Math.fround);
  return { loss: a, learning_rate: b, gradient_norm: c, tokens_per_second: expect.any(Number) };
}
