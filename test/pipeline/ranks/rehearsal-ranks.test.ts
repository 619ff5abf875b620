import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { TrainEvent } from '../../../src/pipeline/events/training.ts';
import type { TrainGiven } from '../../../src/pipeline/settings/train.ts';
import { train } from '../../../src/pipeline/train/train.ts';
import { RanksDifferFault } from '../../../src/project/ranks.ts';
import { tinySettings, tinyWorkplace } from '../tiny-workplace.ts';
import { inJob } from './in-job.ts';

let [here, there] = ['', ''];
beforeEach(async () => {
  [here, there] = [await tinyWorkplace(), await tinyWorkplace()];
});

const rehearsed = (some: Partial<TrainGiven>) =>
  inJob<TrainEvent>([here, there], ({ root, ...project }) => train(tinySettings(root, some), { ...project, root }));

test.each<[string, Partial<TrainGiven>]>([
  ['a dry run', { dry_run: true }],
  ['the search for a learning rate', { find_learning_rate: true }],
])('%s compares the ranks as a training does', { timeout: 60_000 }, async (_, some) => {
  const same = await rehearsed(some);
  expect(same.map(({ error }) => error)).toEqual([null, null]);
  expect(same[0].events).toContainEqual({ type: 'notice', text: expect.stringContaining('2 ranks train together') });
  writeFileSync(join(there, 'training.txt'), 'Another text. '.repeat(90));
  for (const { error } of await rehearsed(some)) {
    expect(error).toBeInstanceOf(RanksDifferFault);
    expect(String(error)).toMatch(/but rank 1 on host-1 has a dataset with digest/);
  }
});

test('a dry run says what a step sends, and needs the memory of one rank', async () => {
  const [first] = await rehearsed({ dry_run: true });
  const dry = first.events.find((event) => event.type === 'dry-run')!;
  expect(dry.network).toEqual({ ranks: 2, bytesPerStep: 4 * dry.trainedParameters });
  const alone = (
    await inJob<TrainEvent>([here], ({ root, ...project }) =>
      train(tinySettings(root, { dry_run: true }), { ...project, root }),
    )
  )[0].events.find((event) => event.type === 'dry-run')!;
  expect(alone.network).toBeNull();
  // A rank keeps the gradients that travel once more, and nothing of the other's.
  const { gradients, total, ...rest } = dry.memory;
  expect({ ...rest, gradients: gradients / 2, total: total - gradients / 2 }).toEqual(alone.memory);
});
