import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { appendLine } from '../../src/node/files/append-line.ts';
import type { TrainEvent } from '../../src/pipeline/events/training.ts';
import { WriteFault } from '../../src/project/file-faults.ts';
import { fill, missingDisks, smallDisk } from '../small-disk.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { tinyWorkplace, trained } from './tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const checkpoints = (run = 'run1') => readdirSync(join(root, 'checkpoint', run)).filter((name) => /^model-/.test(name));
const weights = (run: string, step: number) =>
  readFileSync(join(root, 'checkpoint', run, `model-${step}`, 'model.safetensors'));
const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');
const titled = missingDisks === null ? '' : ` (skipped: ${missingDisks})`;
const onDisks = describe.skipIf(missingDisks !== null);

/** Does something after a step. */
const after = (step: number, act: () => void) => ({
  onEvent: (event: TrainEvent) => void (event.type === 'step' && event.step === step && act()),
});

test.skipIf(!existsSync('/dev/full'))(
  'a log that cannot be written: the training saves, stops, says so, and resumes later',
  async () => {
    const stopped = trained(root, { log: '/dev/full', steps: 4 });
    await expect(stopped).rejects.toThrow(WriteFault);
    await expect(stopped).rejects.toThrow(
      /^\/dev\/full could not be added to: .* stopped at step 1 and was saved .* resumes it\.$/s,
    );
    expect(checkpoints()).toEqual(['model-1']);
    await trained(root, { steps: 4 });
    await trained(root, { steps: 4, run_name: 'straight' });
    expect(weights('run1', 4)).toEqual(weights('straight', 4));
  },
);

onDisks(`a full disk${titled}`, () => {
  test('under the log: the training is saved, and the log has only whole lines', async () => {
    const disk = smallDisk('size=8k');
    const log = join(disk, 'log.jsonl');
    fill(disk, 4096);
    const stopped = trained(root, { log, steps: 100 });
    await expect(stopped).rejects.toThrow(
      /log\.jsonl could not be added to: ENOSPC.*stopped at step \d+ and was saved/s,
    );
    const lines = linesOf(log).map((line) => JSON.parse(line));
    expect(checkpoints()).toEqual([`model-${lines.length + 1}`]);
  });

  test('under log and checkpoints: the last checkpoint stays intact, and both faults are reported', async () => {
    const disk = smallDisk('size=8m', join(root, 'checkpoint/run1'));
    const log = join(disk, 'log.jsonl');
    const fillUp = () => {
      // Fills the last page of the log, which would still have room.
      appendFileSync(log, `${' '.repeat(4095 - (statSync(log).size % 4096))}\n`);
      fill(disk, 0);
    };
    const onEvent = (event: TrainEvent) => void (event.type === 'saved' && fillUp());
    const stopped = trained(root, { log, steps: 9, save_every: 2 }, { onEvent });
    await expect(stopped).rejects.toThrow(
      /log\.jsonl could not be added to: ENOSPC.*step 3 and could not be saved either; the last checkpoint is from step 2\. A checkpoint takes/s,
    );
    expect(readdirSync(disk).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(checkpoints()).toEqual(['model-2']);
    await trained(root, { steps: 2, run_name: 'straight' });
    expect(weights('run1', 2)).toEqual(weights('straight', 2));
  });

  test('under log and checkpoints, before the first checkpoint', async () => {
    const disk = smallDisk('size=8m', join(root, 'checkpoint/run1'));
    const onEvent = (event: TrainEvent) => void (event.type === 'training-started' && fill(disk, 0));
    const stopped = trained(root, { log: '/dev/full', steps: 9 }, { onEvent });
    await expect(stopped).rejects.toThrow(/could not be saved either; there is no checkpoint yet\./);
  });

  test('under the samples: the training is saved, and the sample is written once there is room', async () => {
    const disk = smallDisk('size=8k', join(root, 'samples/run1'));
    const settings = { sample_every: 3, sample_length: 4, steps: 4 };
    const stopped = trained(
      root,
      settings,
      after(1, () => fill(disk, 0)),
    );
    await expect(stopped).rejects.toThrow(/samples-3 was not written: ENOSPC.*stopped at step 3 and was saved/s);
    expect(checkpoints()).toEqual(['model-3']);
    writeFileSync(join(disk, 'filler'), '');
    await trained(root, settings);
    expect(readdirSync(disk)).toEqual(['filler', 'samples-3']);
  });

  test('a line that does not fit is not written in part', async () => {
    const disk = smallDisk('size=4k');
    const path = join(disk, 'log');
    await appendLine(path, 'first');
    await expect(appendLine(path, 'x'.repeat(5000))).rejects.toThrow(/log could not be added to: ENOSPC/);
    await appendLine(path, 'second');
    expect(readFileSync(path, 'utf8')).toBe('first\nsecond\n');
  });
});

test.each([
  ['', 'a\n'],
  ['one\n', 'one\na\n'],
  ['{"half', '{"half\na\n'],
  ['\n', '\na\n'],
])('a line after %j starts on a new line', async (before, whole) => {
  const path = join(temporaryFolder(), 'log');
  writeFileSync(path, before);
  await appendLine(path, 'a');
  expect(readFileSync(path, 'utf8')).toBe(whole);
});

test.each(['a folder', 'below a file'])('a log that is %s is refused before the training', async (kind) => {
  const log = join(root, 'log');
  if (kind === 'a folder') mkdirSync(log);
  else writeFileSync(log, '');
  const stopped = trained(root, { log: kind === 'a folder' ? log : join(log, 'x') });
  await expect(stopped).rejects.toThrow(WriteFault);
  expect(existsSync(join(root, 'checkpoint'))).toBe(false);
});
