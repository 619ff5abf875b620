import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import type { Examination } from '../../src/pipeline/doctor/examination.ts';
import { tinyWorkplace, trained } from '../pipeline/tiny-workplace.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const here = process.cwd();
let root: string;
beforeEach(() => enter(temporaryFolder()));
afterEach(() => process.chdir(here));

function enter(folder: string): void {
  root = folder;
  process.chdir(folder);
}

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

function site(): void {
  write('_config.yml', 'title: Looms\n');
  write('_posts/2015-04-05-warp.md', '---\ntitle: Warp\n---\nThreads.\n');
  write('_posts/2015-04-06-weft.md', '---\ntitle: Weft\n---\nMore threads.\n');
  write('about.md', 'Me.\n');
}

async function doctor(...argv: string[]) {
  const { surroundings, printed, noted } = fakeSurroundings();
  const exitCode = await cli(['doctor', '--device', 'reference', ...argv], commands, '1', surroundings);
  return { exitCode, out: printed.join('\n'), errors: noted.join('\n') };
}

const found = async (...argv: string[]): Promise<Examination> =>
  JSON.parse((await doctor('--json', ...argv)).out.split('\n').at(-1)!).found;

describe('tpdne doctor', () => {
  test('reports that nothing was found, and suggests the example', async () => {
    const { exitCode, out, errors } = await doctor();
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    const rows = out.split('\n');
    expect(rows.length).toBeLessThan(24);
    for (const row of [/^config +none$/, /^posts +none found here$/, /^runs +none$/, /^queue +no drafts in drafts$/])
      expect(rows).toContainEqual(expect.stringMatching(row));
    expect(rows.at(-1)).toMatch(/^ {2}tpdne run \S*examples\/blog\/_articles --out drafts$/);
  });

  test('shows why a device was chosen, and nothing about one that was requested', async () => {
    const seen = async (device: string, because: string | null, slowBecause: string | null = null) => {
      const { surroundings, printed } = fakeSurroundings();
      const openProject = async () => {
        const project = nodeProject();
        const open = async () => {
          const opened = await project.devices.open({ device: 'reference', threads: null, precision: 'auto' });
          return { ...opened, event: { ...opened.event, because, slowBecause } };
        };
        return { ...project, devices: { ...project.devices, open } };
      };
      await cli(['doctor', '--device', device], commands, '1', { ...surroundings, openProject });
      return printed.join('\n');
    };
    expect(await seen('auto', 'no GPU was found')).toMatch(/^ +chosen because: no GPU was found$/m);
    expect(await seen('reference', null)).not.toContain('chosen');
    const twice = await seen('auto', 'it is the only one', 'it is the only one');
    expect(twice.split('it is the only one')).toHaveLength(2);
  });

  test('finds a site and suggests init', async () => {
    site();
    const { posts, queue, next } = await found();
    expect(posts).toEqual({ inputs: ['.'], source: 'a Jekyll site', count: 2, skipped: 1, isFew: true, problem: null });
    expect(queue).toEqual({
      folder: '_drafts',
      generated: 0,
      approved: 0,
      unreviewed: 0,
      'held back': 0,
      problem: null,
    });
    expect(next.command).toBe('tpdne init');
  });

  test('names files that Jekyll would publish', async () => {
    site();
    write('tpdne.config.json', '{}');
    write('checkpoint/run1/training.txt', 'Threads.\n');
    expect((await found()).exposed).toEqual(['checkpoint', 'tpdne.config.json']);
    expect((await doctor()).out).toMatch(
      /^site +Jekyll publishes checkpoint, tpdne\.config\.json: add them to exclude/m,
    );
    write('_config.yml', 'exclude: [checkpoint, tpdne.config.*]\n');
    expect((await found()).exposed).toEqual([]);
  });

  test('uses a config file, and suggests run with the settings that the file lacks', async () => {
    site();
    write('tpdne.config.json', '{ "site": { "posts": ["."] } }');
    const { config, next } = await found();
    expect(config).toEqual({ path: 'tpdne.config.json', gives: ['posts'], model_name: null, problem: null });
    expect(next.command).toBe('tpdne run --out _drafts');
  });

  test.each([
    [
      'smollm2-135m',
      'tpdne download smollm2-135m',
      /names the model smollm2-135m, but it is not on this machine yet\.$/,
    ],
    ['smollm2', 'tpdne models', /names the model smollm2, but there is no such model; choose one/],
    ['empty', 'tpdne models', /names the model empty, but .* contains no model/],
  ])('looks for the model that the config file names: %s', async (model_name, command, because) => {
    site();
    mkdirSync(join(root, 'models/empty'), { recursive: true });
    write('tpdne.config.json', JSON.stringify({ site: { posts: ['.'] }, model: { model_name } }));
    expect((await found()).next).toEqual({ command, because: expect.stringMatching(because) });
    expect((await doctor()).out).toMatch(new RegExp(`^ +model_name ${model_name}: `, 'm'));
  });

  test('says that new posts must not go where posts are published', async () => {
    site();
    write('tpdne.config.json', '{ "site": { "posts": ["."], "out": "_posts" } }');
    const { queue, next } = await found();
    expect(queue.problem).toMatch(/^_posts is where your published posts are /);
    expect(next).toEqual({ command: null, because: queue.problem });
  });

  test('counts the drafts as publish sees them, and those that the label marks', async () => {
    site();
    write('new/one.md', '---\nai: true\n---\nThreads.\n');
    write('new/own.md', '---\ntitle: Mine\napproved: false\n---\nThreads.\n');
    write('tpdne.config.json', '{ "site": { "posts": ["_posts"], "out": "new", "label": "ai" } }');
    const { queue, next } = await found();
    expect(queue).toEqual({ folder: 'new', generated: 1, approved: 0, unreviewed: 1, 'held back': 1, problem: null });
    expect(next).toMatchObject({
      command: 'tpdne review new',
      because: expect.stringMatching(/^1 draft is in new for you to look over/),
    });
    expect((await doctor()).out).toMatch(
      /^queue +2 drafts in new, 1 of them by a model: 0 approved, 1 unreviewed, 1 held back$/m,
    );
  });

  test('counts files in the queue as drafts, not as skipped', async () => {
    site();
    write('_drafts/one.md', '---\ngenerated: true\n---\nThreads.\n');
    write('_drafts/own.md', '---\ntitle: Mine\n---\nThreads.\n');
    write('_posts/2015-04-07-loom.md', '---\ntitle: Loom\ngenerated: true\n---\nThreads.\n');
    const { posts, queue } = await found();
    expect(posts).toMatchObject({ count: 2, skipped: 2 });
    expect(queue).toMatchObject({ generated: 1, unreviewed: 2 });
    expect((await doctor()).out).toMatch(
      /^posts +2 posts in \., a Jekyll site; 2 other items skipped; that is little to learn a voice from$/m,
    );
  });

  test('suggests publish once a draft is approved', async () => {
    site();
    write('_drafts/one.md', '---\ngenerated: true\napproved: true\n---\nThreads.\n');
    const settings = { site: { posts: ['.'], out: 'new' }, publishing: { queue: '_drafts' } };
    write('tpdne.config.json', JSON.stringify(settings));
    const { queue, next } = await found();
    expect(queue).toMatchObject({ folder: '_drafts', approved: 1 });
    expect(next.command).toBe('tpdne publish --dry-run');
    write('tpdne.config.json', JSON.stringify({ site: { posts: ['.'], out: '_drafts' } }));
    expect((await found()).next.command).toBe('tpdne publish _drafts --dry-run');
  });

  test('continues with an invalid config file, and reports what is wrong', async () => {
    write('tpdne.config.json', '{\n  "sites": {}\n}');
    const { exitCode, out } = await doctor();
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^config +tpdne\.config\.json, line 2: There is no section sites; did you mean site\?$/m);
    expect(out).toContain('Fix the config file first');
  });

  test('reports posts that cannot be read', async () => {
    const { posts } = await found('nowhere');
    expect(posts.problem).toMatch(/^There is no file or folder nowhere/);
  });

  test('proposes a model that fits the machine, until it is there', async () => {
    const seen = async (availableBytes: number) => {
      const { surroundings, printed } = fakeSurroundings();
      const openProject = async () => nodeProject({ availableBytes });
      await cli(['doctor', '--device', 'reference'], commands, '1', { ...surroundings, openProject });
      return printed.join('\n');
    };
    const line = /^ +124M would fit this machine: tpdne download 124M \(548 MB, MIT, run about \d+ min\)$/m;
    expect(await seen(2.75e9)).toMatch(line);
    expect(await seen(2.7e9)).not.toContain('would fit');
    mkdirSync(join(root, 'models/124M'), { recursive: true });
    expect(await seen(2.75e9)).not.toContain('would fit');
  });

  test('does not download', async () => {
    expect((await found('https://blog.invalid/feed.xml')).posts).toMatchObject({ count: null, problem: null });
  });

  test('lists models and runs, with their steps and losses', async () => {
    enter(await tinyWorkplace());
    await trained(root, { steps: 3, val_split: 0.2, val_every: 3 });
    mkdirSync(join(root, 'models/empty'));
    cpSync(join(root, 'models/tiny'), join(root, 'models/ann/tiny'), { recursive: true });
    const { models, runs } = await found();
    expect(models).toContainEqual({ name: 'tiny', bytes: expect.any(Number), from: 'a training here', problem: null });
    expect(models).toContainEqual({
      name: 'ann/tiny',
      bytes: expect.any(Number),
      from: 'a training here',
      problem: null,
    });
    expect(models.map(({ name }) => name)).not.toContain('ann');
    const problem = expect.stringContaining('contains no model');
    expect(models).toContainEqual({ name: 'empty', bytes: 0, from: null, problem });
    expect(runs).toEqual([
      {
        name: 'run1',
        steps: 3,
        loss: expect.any(Number),
        bestLoss: expect.any(Number),
        isTraining: false,
        job: null,
        problem: null,
      },
    ]);
    const { out } = await doctor();
    expect(out).toMatch(/^runs +run1: 3 steps, loss \d\.\d\d, best validation loss \d\.\d\d$/m);
  });

  test('reports a run with damaged files', async () => {
    write('checkpoint/old/run.json', '{');
    write('checkpoint/old/model-7/trainer.json', '{}');
    const { runs } = await found();
    expect(runs).toMatchObject([{ name: 'old', steps: 7, loss: null, problem: expect.stringContaining('damaged') }]);
  });
});
