import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { type RunEvent, run } from '../../../src/index.ts';
import type { RunGiven } from '../../../src/pipeline/settings/run.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { readEvents } from '../../engine/checkpoint/formats/tensorflow/event-reader.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeReciter } from '../reciter.ts';

let root: string;
let settings: RunGiven;
beforeEach(async () => {
  root = temporaryFolder();
  await writeReciter(join(root, 'models/reciter'), `---\ntitle: "P?ss L?mp"\n---\n\n${'I am a b. '.repeat(8)}`);
  mkdirSync(join(root, 'posts'));
  writeFileSync(join(root, 'posts/lamp.md'), '---\ntitle: "A <lamp>"\n---\nI am a lamp and I am a b.\n');
  settings = {
    posts: [join(root, 'posts')],
    out: join(root, 'new'),
    model_name: 'reciter',
    format: 'markdown',
    count: 2,
    steps: 2,
    window: 8,
    learning_rate: 1e-9,
    length: 120,
    dry_multiplier: 0,
    threads: 1,
  };
});

async function eventsOf(more: Partial<RunGiven> = {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run({ ...settings, ...more }, { root })) events.push(event);
  return events;
}

const pathOf = (...names: string[]) => join(root, ...names);

it('a run ends with a report on its training and the posts that it wrote', async () => {
  const events = await eventsOf();
  const path = pathOf('checkpoint/run1/report.html');
  expect(events.slice(-2)).toMatchObject([{ type: 'report-written', run: 'run1', path }, { type: 'run-finished' }]);
  const page = readFileSync(path, 'utf8');
  expect(page).toContain('2 new posts in ');
  for (const name of readdirSync(pathOf('new'))) expect(page).toContain(`<small>${pathOf('new', name)}</small>`);
  expect(page.match(/: what it copies<\/summary>/g)).toHaveLength(2);
  expect(page).toContain('<blockquote>');
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

it('a report that cannot be written is only noted', async () => {
  mkdirSync(pathOf('checkpoint/run1/report.html'), { recursive: true });
  const events = await eventsOf();
  expect(events.at(-1)).toMatchObject({ type: 'run-finished' });
  expect(events.at(-2)).toMatchObject({
    type: 'notice',
    text: expect.stringMatching(/^There is no report on the training: .*report\.html/),
  });
});

it('a run keeps a log, and files for TensorBoard', async () => {
  await eventsOf({ log: pathOf('losses.csv'), tensorboard: pathOf('board') });
  expect(
    readFileSync(pathOf('losses.csv'), 'utf8')
      .split('\n')
      .map((line) => line.split(',')[0]),
  ).toEqual(['type', 'step', 'step', '']);
  const [name] = readdirSync(pathOf('board/run1'));
  expect(readEvents(readFileSync(pathOf('board/run1', name))).map(({ step }) => step)).toEqual([0, 0, 1, 1, 2, 2]);
});

it('refuses a log with other columns before it reads posts', async () => {
  writeFileSync(pathOf('losses.csv'), 'mine\n');
  await expect(eventsOf({ log: pathOf('losses.csv') })).rejects.toThrow(SettingFault);
  expect(existsSync(pathOf('checkpoint'))).toBe(false);
});
