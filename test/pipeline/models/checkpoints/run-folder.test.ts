import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeFiles } from '../../../../src/node/files/node-files.ts';
import { nodeProject } from '../../../../src/node/project/node-project.ts';
import {
  CheckpointWriteFault,
  NotResumableFault,
  readMoments,
  readTrainer,
} from '../../../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import {
  bestCheckpoint,
  checkpointSteps,
  latestCheckpoint,
  RunFolder,
} from '../../../../src/pipeline/models/checkpoints/run-folder.ts';
import { loadModel } from '../../../../src/pipeline/models/load-model.ts';
import { LockedFault } from '../../../../src/project/file-faults.ts';
import { sameBits } from '../../../device/tolerance.ts';
import { referenceDevice, tinyContent } from '../../../node/models/tiny-checkpoint.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const all: { keep: number; bestStep: number | null } = { keep: 100, bestStep: null };

async function openRun() {
  const path = join(temporaryFolder(), 'checkpoint', 'run1');
  const run = await RunFolder.open(nodeFiles, path);
  return { run, path };
}

/** Saves a checkpoint for each step, with the step as its seed. */
async function saved(steps: readonly number[], options = all) {
  const device = referenceDevice();
  const { run, path } = await openRun();
  for (const step of steps) await run.save(step, tinyContent(device, step), options);
  return { device, run, path };
}

/** The seed of the checkpoint of a step, which identifies the saved one. */
async function seedAt(path: string, step: number): Promise<number> {
  return ((await readTrainer(nodeFiles, join(path, `model-${step}`))) as { seed: number }).seed;
}

describe('a checkpoint', () => {
  test('has all its files, and is restored exactly', async () => {
    const { device, path } = await saved([7]);
    const folder = join(path, 'model-7');
    expect(readdirSync(folder).sort()).toEqual([
      'config.json',
      'encoder.json',
      'hparams.json',
      'model.safetensors',
      'trainer.json',
      'trainer.safetensors',
      'vocab.bpe',
    ]);
    const expected = tinyContent(device, 7);
    const { model, tokenizer } = await loadModel(nodeProject(), device, folder);
    const moments = tinyContent(device, 8).moments;
    await readMoments(nodeFiles, folder, model, moments);
    for (const [a, b] of [
      [model.parameters, expected.model.parameters],
      [moments.m, expected.moments.m],
      [moments.v, expected.moments.v],
    ]) {
      expect(sameBits(await device.read(a.buffers[0]), await device.read(b.buffers[0]))).toBe(true);
    }
    expect(tokenizer.endMark).toBe(256);
    expect(await readTrainer(nodeFiles, folder)).toEqual({ seed: 7 });
  });

  test('of an optimizer without moments has no file for them', async () => {
    const device = referenceDevice();
    const { run, path } = await openRun();
    await run.save(1, { ...tinyContent(device, 1), moments: null }, all);
    expect(existsSync(join(path, 'model-1', 'trainer.safetensors'))).toBe(false);
    const { model, moments } = tinyContent(device, 2);
    await expect(readMoments(nodeFiles, join(path, 'model-1'), model, moments)).rejects.toThrow(NotResumableFault);
  });

  test('with weights only cannot be resumed', async () => {
    const { path } = await saved([1]);
    renameSync(join(path, 'model-1', 'trainer.json'), join(path, 'elsewhere'));
    await expect(readTrainer(nodeFiles, join(path, 'model-1'))).rejects.toThrow(NotResumableFault);
    writeFileSync(join(path, 'model-1', 'trainer.json'), '{');
    await expect(readTrainer(nodeFiles, join(path, 'model-1'))).rejects.toThrow(/not JSON/);
  });

  test('replaces one of the same step', async () => {
    const { device, run, path } = await saved([3]);
    await run.save(3, tinyContent(device, 33), all);
    expect(await seedAt(path, 3)).toBe(33);
    expect(readdirSync(path).sort()).toEqual(['latest', 'lock', 'model-3']);
  });
});

describe('checkpoints kept', () => {
  test('the newest by step, and the best one', async () => {
    const { device, run, path } = await saved([1, 2, 3, 10], { keep: 2, bestStep: 2 });
    expect(await checkpointSteps(nodeFiles, path)).toEqual([2, 3, 10]);
    expect(readFileSync(join(path, 'latest'), 'utf8')).toBe('model-10\n');
    expect(readFileSync(join(path, 'best'), 'utf8')).toBe('model-2\n');
    await run.save(11, tinyContent(device, 11), { keep: 1, bestStep: 11 });
    expect(await checkpointSteps(nodeFiles, path)).toEqual([11]);
    expect((await bestCheckpoint(nodeFiles, path))?.step).toBe(11);
  });

  test('a best step that was not saved is not marked', async () => {
    const { path } = await saved([5], { keep: 1, bestStep: 4 });
    expect(await bestCheckpoint(nodeFiles, path)).toBeNull();
  });

  test('folders with other names are left alone', async () => {
    const { device, run, path } = await saved([1]);
    for (const name of ['model-01', 'model-x', 'mine']) mkdirSync(join(path, name));
    await run.save(2, tinyContent(device, 2), { keep: 1, bestStep: null });
    expect(readdirSync(path).sort()).toEqual(['latest', 'lock', 'mine', 'model-01', 'model-2', 'model-x']);
  });
});

describe('a save that fails', () => {
  test('leaves everything unchanged, and says so', async () => {
    const { device, run, path } = await saved([1]);
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const trainer = {
      toJSON() {
        throw full;
      },
    };
    for (const step of [1, 2]) {
      const failed = run.save(step, { ...tinyContent(device, 9), trainer }, all);
      await expect(failed).rejects.toThrow(CheckpointWriteFault);
    }
    await expect(run.save(2, { ...tinyContent(device, 9), trainer }, all)).rejects.toThrow(
      /model-2 was not written: ENOSPC.*Earlier checkpoints are intact/,
    );
    expect(readdirSync(path).sort()).toEqual(['latest', 'lock', 'model-1']);
    expect(await seedAt(path, 1)).toBe(1);
  });

  test('does not start if the disk is too full', async () => {
    const { device, run, path } = await saved([1]);
    const content = tinyContent(device, 2);
    const huge = { ...content.model, parameters: { table: [{ shape: [1e16] }] } } as unknown as typeof content.model;
    const refused = run.save(2, { ...content, model: huge }, all);
    await expect(refused).rejects.toThrow(CheckpointWriteFault);
    await expect(refused).rejects.toThrow(/takes [\d,]+ MB, and the disk of .* has [\d,]+ MB free/);
    expect(readdirSync(path).sort()).toEqual(['latest', 'lock', 'model-1']);
  });
});

describe('leftovers of a killed process', () => {
  async function leftBy(prepare: (path: string) => void): Promise<string> {
    const { run, path } = await saved([1, 2]);
    await run.close();
    prepare(path);
    await (await RunFolder.open(nodeFiles, path)).close();
    return path;
  }

  test('incomplete checkpoints, removals and marks are deleted', async () => {
    const path = await leftBy((run) => {
      mkdirSync(join(run, '.model-3.partial'));
      writeFileSync(join(run, '.model-3.partial', 'model.safetensors'), 'half');
      renameSync(join(run, 'model-1'), join(run, '.model-1.removed'));
      writeFileSync(join(run, '.latest.123.partial'), 'mod');
    });
    expect(readdirSync(path).sort()).toEqual(['latest', 'model-2']);
  });

  test('a checkpoint that was being replaced is restored', async () => {
    const path = await leftBy((run) => {
      mkdirSync(join(run, '.model-2.partial'));
      renameSync(join(run, 'model-2'), join(run, '.model-2.replaced'));
    });
    expect(readdirSync(path).sort()).toEqual(['latest', 'model-1', 'model-2']);
    expect(await seedAt(path, 2)).toBe(2);
  });

  test('a checkpoint that was replaced stays replaced', async () => {
    const path = await leftBy((run) => {
      mkdirSync(join(run, '.model-2.replaced'));
    });
    expect(readdirSync(path).sort()).toEqual(['latest', 'model-1', 'model-2']);
  });

  test('a checkpoint that is not marked yet is the latest', async () => {
    const path = await leftBy((run) => writeFileSync(join(run, 'latest'), 'model-1\n'));
    // `latest` was written after model-2: the user wants to resume from model-1.
    expect((await latestCheckpoint(nodeFiles, path))?.step).toBe(1);
    utimesSync(join(path, 'latest'), 0, 0);
    renameSync(join(path, 'model-2'), join(path, 'moved'));
    renameSync(join(path, 'moved'), join(path, 'model-2'));
    await (await RunFolder.open(nodeFiles, path)).close();
    expect((await latestCheckpoint(nodeFiles, path))?.step).toBe(2);
  });

  test('a mark without a checkpoint is ignored', async () => {
    for (const mark of ['model-9', '', '../../../node/models/elsewhere', 'model-1/../..']) {
      const path = await leftBy((run) => writeFileSync(join(run, 'latest'), mark));
      expect((await latestCheckpoint(nodeFiles, path))?.step).toBe(2);
    }
  });
});

describe('the folder of a run', () => {
  test('is locked while it is open', async () => {
    const { run, path } = await openRun();
    await expect(RunFolder.open(nodeFiles, path)).rejects.toThrow(LockedFault);
    await run.close();
    await (await RunFolder.open(nodeFiles, path)).close();
  });

  test('is removed if nothing was saved', async () => {
    const { run, path } = await openRun();
    await run.close();
    expect(existsSync(join(path, '..'))).toBe(false);
  });

  test('has no latest checkpoint before the first', async () => {
    const { run, path } = await openRun();
    expect(await run.latest()).toBeNull();
    expect(await latestCheckpoint(nodeFiles, join(path, 'nowhere'))).toBeNull();
  });
});
