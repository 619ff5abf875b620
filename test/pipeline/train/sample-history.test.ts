import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { readSampleHistory } from '../../../src/pipeline/train/sample-history.ts';
import { eventsOf, tinyWorkplace, trained } from '../tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const place = (...path: string[]) => join(root, ...path);
const history = (run = 'run1') => readSampleHistory(nodeFiles, place('checkpoint', run));
const stepsOf = async (run?: string) => (await history(run)).map(({ step }) => step);
const settings = { sample_every: 2, sample_length: 5, sample_prompt: ['Post', 'It'], save_every: 2 };

describe('the history of samples', () => {
  test('has what the events say', async () => {
    const { events } = await trained(root, { ...settings, steps: 4 });
    expect(await history()).toEqual(eventsOf(events, 'sample').map(({ type: _, ...sample }) => sample));
    expect(await stepsOf()).toEqual([2, 2, 4, 4]);
  });

  test('of an interrupted run is that of one that was not', async () => {
    await trained(root, { ...settings, steps: 6, run_name: 'straight' });
    await trained(root, { ...settings, steps: 2 });
    await trained(root, { ...settings, steps: 6 });
    expect(await history()).toEqual(await history('straight'));
    const [one, other] = ['run1', 'straight'].map((run) =>
      readFileSync(place('checkpoint', run, 'model-6/model.safetensors')),
    );
    expect(one.equals(other)).toBe(true);
  });

  test('loses what a kill has lost, even where no samples follow', async () => {
    await trained(root, { ...settings, steps: 2 });
    const line = JSON.stringify({ step: 3, prompt: '', number: 1, text: 'lost' });
    appendFileSync(place('checkpoint/run1/samples.jsonl'), `${line}\n{"step":`);
    await trained(root, { ...settings, sample_every: 0, steps: 3 });
    expect(await stepsOf()).toEqual([2, 2]);
  });

  test('has samples once that were drawn again, because a kill prevented their file', async () => {
    await trained(root, { ...settings, steps: 2 });
    rmSync(place('samples/run1/samples-2'));
    await trained(root, { ...settings, steps: 4 });
    expect(await stepsOf()).toEqual([2, 2, 4, 4]);
  });

  test('begins with that of the run it branches off from', async () => {
    await trained(root, { ...settings, steps: 4 });
    const restore_from = place('checkpoint/run1/model-2');
    await trained(root, { ...settings, steps: 5, run_name: 'branch', restore_from });
    expect(await stepsOf('branch')).toEqual([2, 2, 4, 4]);
    cpSync(place('checkpoint/run1'), place('elsewhere'), { recursive: true });
    expect(await readSampleHistory(nodeFiles, place('elsewhere'))).toEqual(await history());
  });

  test('leaves out lines that are not samples', async () => {
    expect(await history()).toEqual([]);
    await trained(root, { ...settings, steps: 2 });
    const [first] = await history();
    const wrong = [{ ...first, step: 'two' }, { ...first, number: 1.5 }, { ...first, prompt: null }, { step: 2 }, null];
    const lines = [...wrong, first].map((line) => JSON.stringify(line));
    writeFileSync(place('checkpoint/run1/samples.jsonl'), `no JSON\n${lines.join('\n')}\n`);
    expect(await history()).toEqual([first]);
  });
});
