import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { NotDownloadedFault } from '../../../src/pipeline/models/find-model.ts';
import { MemoryFault } from '../../../src/pipeline/train/training-plan.ts';
import { eventsOf, tinyWorkplace, trained } from '../tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const dryRun = async (...[folder, changes, options]: Parameters<typeof trained>) => {
  const { events, result } = await trained(folder, { dry_run: true, ...changes }, options);
  return { events, result, dry: eventsOf(events, 'dry-run')[0] };
};

/** Every file below a folder, with its content. */
function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, entry.isFile() ? readFileSync(path, 'latin1') : ''];
    }),
  );
}

describe('a dry run', () => {
  test('says what the training would be, and writes nothing', async () => {
    const before = contentOf(root);
    const settings = {
      log: join(root, 'new/log.jsonl'),
      sample_every: 1,
      accumulate_gradients: 3,
      epochs: 0.5,
      steps: 20,
    };
    const { events, result, dry } = await dryRun(root, { ...settings, schedule: 'linear', warmup_steps: 4 });
    expect(contentOf(root)).toEqual(before);
    expect(events.map(({ type }) => type).slice(-4)).toEqual(['device', 'starting-model', 'plan', 'dry-run']);
    const [plan] = eventsOf(events, 'plan');
    const { parameters, tokensPerStep, steps, memory, stepsPerEpoch } = plan;
    expect(dry).toMatchObject({ model: 'tiny', step: 0, parameters, tokensPerStep, steps, memory, adapterRank: null });
    expect(dry).toMatchObject({ window: 16, batch_size: 2, accumulate_gradients: 3, trainedParameters: parameters });
    expect(dry.dataset).toEqual(eventsOf(events, 'dataset')[0]);
    expect(dry.passes).toBe(steps! / stepsPerEpoch);
    expect(dry.rates).toEqual({
      schedule: 'linear',
      first: { step: 1, learning_rate: 0.003 / 4 },
      full: { step: 5, learning_rate: 0.003 },
      last: { step: steps, learning_rate: expect.closeTo(0.003 / (steps! - 4), 8) },
    });
    // The clock of these tests advances by one second per call.
    expect(dry.measured!.seconds).toBe(1);
    expect(dry.minutes).toBe(steps! / 60);
    expect(result).toEqual({ run: 'run1', reason: 'dry-run', step: 0, latest: null, best: null, bestLoss: null });
  });

  test('has the first loss of the training, which then has the same', async () => {
    const { dry } = await dryRun(root, { noise: 0.2 });
    const { events } = await trained(root, { noise: 0.2 });
    expect(eventsOf(events, 'step')[0].loss).toBe(dry.measured!.loss);
  });

  test('resumes in thought: it names changes, and leaves the run as it is', async () => {
    const { result: real } = await trained(root, { steps: 3, val_every: 1 });
    const before = contentOf(join(root, 'checkpoint'));
    const { events, dry, result } = await dryRun(root, { steps: 5, val_every: 1, batch_size: 1 });
    expect(contentOf(join(root, 'checkpoint'))).toEqual(before);
    expect(eventsOf(events, 'notice')[0].text).toMatch(/^The run had batch_size 2, and resumes with 1\./);
    expect(dry).toMatchObject({ model: 'run1/model-3', step: 3, minutes: 2 / 60 });
    expect(dry.rates.first.step).toBe(4);
    expect(result).toEqual({ ...real, reason: 'dry-run' });
    const complete = await dryRun(root, { steps: 3 });
    expect(complete.dry).toMatchObject({ measured: null, minutes: null, passes: 0 });
    expect((await dryRun(root, { steps: undefined })).dry).toMatchObject({ steps: null, passes: null, minutes: null });
  });

  test('shows the first windows with their marks, as the model reads them', async () => {
    writeFileSync(join(root, 'training.txt'), 'Ab.\n<|endoftext|>\nCdefg.\n<|endoftext|>\n');
    const { dry } = await dryRun(root, { packing: 'documents', window: 12 });
    expect(dry.windows[0]).toMatch(
      /^<\|endoftext\|>(Ab\.<\|endoftext\|>Cdefg\.|Cdefg\.<\|endoftext\|>Ab\.)<\|endoftext\|>$/,
    );
    expect(dry.windows).toHaveLength(2);
    const random = (await dryRun(root, { window: 4 })).dry.windows;
    for (const window of random) expect('Ab.<|endoftext|>Cdefg.<|endoftext|>').toContain(window);
  });

  test('counts what is trained of an adapter, and of blocks alone', async () => {
    const all = (await dryRun(root)).dry;
    const blocks = (await dryRun(root, { only_train_transformer_layers: true })).dry;
    const adapter = (await dryRun(root, { adapter: 'lora', lora_rank: 2 })).dry;
    expect(blocks.trainedParameters).toBeLessThan(all.trainedParameters);
    expect(adapter.adapterRank).toBe(2);
    expect(adapter.trainedParameters).toBeLessThan(blocks.trainedParameters);
    expect(adapter.parameters).toBe(all.parameters);
  });

  test('that does not fit reports its plan first', async () => {
    const types: string[] = [];
    const running = dryRun(root, { batch_size: 64 }, { availableBytes: 1000, onEvent: ({ type }) => types.push(type) });
    await expect(running).rejects.toThrow(MemoryFault);
    expect(types.at(-1)).toBe('plan');
  });

  test('downloads nothing, and does not wait for another process that trains the run', async () => {
    await expect(dryRun(root, { model_name: '124M', yes: true })).rejects.toThrow(NotDownloadedFault);
    await trained(root, { steps: 1 });
    writeFileSync(join(root, 'checkpoint/run1/lock'), JSON.stringify({ pid: 1, started: null, host: 'elsewhere' }));
    expect((await dryRun(root)).dry.step).toBe(1);
    expect(existsSync(join(root, 'checkpoint/run1/lock'))).toBe(true);
  });
});
