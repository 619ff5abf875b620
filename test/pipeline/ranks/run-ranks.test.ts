import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/index.ts';
import { run } from '../../../src/pipeline/run/run.ts';
import type { RunGiven } from '../../../src/pipeline/settings/run.ts';
import { RanksDifferFault } from '../../../src/project/ranks.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeReciter } from '../reciter.ts';
import { inJob } from './in-job.ts';

const recited = `---\ntitle: "P?ss L?mp"\ndate: 2019-03-01\n---\n\n~${'I am a b. '.repeat(8).trim()}`;

let root: string;
beforeEach(async () => {
  root = temporaryFolder();
  await writeReciter(join(root, 'models', 'reciter'), recited);
  mkdirSync(join(root, 'posts'));
  for (const day of [1, 2, 3]) {
    const head = `---\nlayout: post\ntitle: "Post ${day}"\ndate: 2019-03-0${day}\n---\n`;
    writeFileSync(join(root, 'posts', `2019-03-0${day}-post.md`), `${head}Lamp number ${day} says I am a lamp.\n`);
  }
});

/** A run that hardly learns, so that its posts are the same however it is trained. */
const given = (folder: string): RunGiven => ({
  dry_multiplier: 0,
  min_score: 0,
  posts: [join(folder, 'posts')],
  out: join(folder, 'new'),
  model_name: 'reciter',
  format: 'markdown',
  count: 2,
  best_of: 3,
  steps: 2,
  window: 16,
  learning_rate: 1e-9,
  length: 120,
  seed: 2,
  timezone: 'UTC',
  threads: 1,
});

const ranIn = (roots: readonly string[], some: Partial<RunGiven> = {}) =>
  inJob<RunEvent>(roots, (project) => run({ ...given(project.root), ...some }, project));

function copied(folder: string): string {
  const copy = temporaryFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

const posts = (folder: string) =>
  readdirSync(join(folder, 'new')).map((name) => [name, readFileSync(join(folder, 'new', name), 'utf8')]);

/** What a run records of its posts, without their places. */
const recorded = (folder: string) => {
  const { written, nextNumber } = JSON.parse(readFileSync(join(folder, 'checkpoint/run1/run.json'), 'utf8'));
  return { nextNumber, written: written.map(({ title, words }: { title: string; words: number }) => [title, words]) };
};

test('ranks on two machines train together, then write the posts of one process', { timeout: 60_000 }, async () => {
  const [alone, here, there] = [copied(root), copied(root), copied(root)];
  expect((await ranIn([alone]))[0].error).toBeNull();
  const [first, second] = await ranIn([here, there]);
  expect([first.error, second.error]).toEqual([null, null]);
  const said = first.events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));
  expect(said).toContain('2 ranks train together on 2 machines (host-0, host-1), over memory.');
  expect(said).toContain('2 ranks write together on 2 machines (host-0, host-1), over memory.');
  expect(posts(here)).toEqual(posts(alone));
  expect(posts(here)).toHaveLength(2);
  expect(recorded(here)).toEqual(recorded(alone));
  expect(readdirSync(there)).not.toContain('new');
  expect(first.events.at(-1)?.type).toBe('run-finished');
});

test('a trained run writes more posts over three ranks, of which one lacks its checkpoint', {
  timeout: 60_000,
}, async () => {
  const there = copied(root);
  await ranIn([root], { count: 1 });
  const alone = copied(root);
  await ranIn([alone], { count: 3 });
  const outcomes = await ranIn([root, root, there], { count: 3 });
  expect(outcomes.map(({ error }) => error)).toEqual([null, null, null]);
  expect(posts(root)).toEqual(posts(alone));
  expect(recorded(root)).toEqual(recorded(alone));
});

test('other posts on one machine are named before anything is written', { timeout: 60_000 }, async () => {
  await ranIn([root], { count: 1 });
  const there = copied(root);
  writeFileSync(join(there, 'posts', '2019-03-01-post.md'), '---\ntitle: Other\n---\nAnother lamp.\n');
  const before = posts(root);
  for (const { error } of await ranIn([root, there])) {
    expect(error).toBeInstanceOf(RanksDifferFault);
    expect(String(error)).toMatch(/rank 1 on host-1 has posts with digest \w{12}…\. Copy the posts to every machine\./);
  }
  expect(posts(root)).toEqual(before);
});
