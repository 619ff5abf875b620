import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Random } from '../../src/engine/random.ts';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { writeCheckpoint } from '../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { referenceDevice, tinyContent } from '../node/models/tiny-checkpoint.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { root, tpdne } from './tpdne.ts';

let cwd: string;
beforeEach(async () => {
  cwd = temporaryFolder();
  mkdirSync(join(cwd, 'models/tiny'), { recursive: true });
  await writeCheckpoint(nodeFiles, join(cwd, 'models/tiny'), { ...tinyContent(referenceDevice(), 1), moments: null });
  mkdirSync(join(cwd, 'posts'));
  for (let i = 10; i < 30; i++) {
    writeFileSync(
      join(cwd, `posts/2020-01-${i}-post.md`),
      `---\ntitle: Post ${i}\n---\n\n${`Again it is ${i}. `.repeat(9)}\n`,
    );
  }
});

const command = ['train', '--dataset', 'posts', '--model-name', 'tiny', '--batch_size', '2', '--learning-rate=0.01'];

/** TPDNE_KILLS=50 makes the kill test longer. */
const KILLS = Number(process.env.TPDNE_KILLS ?? 8);
/** Enough steps that the training does not end before the last kill; only a few are done between two kills. */
const STEPS = 25 * KILLS;

/** The lines of all steps and validations, without times. */
const told = (stdout: string) =>
  stdout.match(/^\[\d+ \| [\d.]+\].*$/gm)!.map((line) => line.replace(/\| [\d.]+\]/, ']'));

const hash = (path: string) =>
  createHash('sha256')
    .update(readFileSync(join(cwd, path)))
    .digest('hex');

describe('tpdne train', () => {
  test.each([
    ['train', command],
    ['generate', ['generate', '--model-name', 'tiny']],
    ['interactive', ['interactive', '--model-name', 'tiny']],
    ['run', ['run', 'posts', '--out', 'drafts', '--model-name', 'tiny']],
  ])('told of an instruction set that is none, %s says what there is', async (_, argv) => {
    const { exitCode, stderr } = await tpdne(argv, { cwd, env: { TPDNE_CPU: 'klingon' } });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^tpdne: TPDNE_CPU is "klingon", which this machine cannot run; it can run .*plain\.\n$/m);
  });

  test('twelve steps print and save the same as five steps, Ctrl-C and seven more', async () => {
    const settings = [
      ...command,
      '--steps',
      '12',
      '--val_every',
      '4',
      '--noise',
      '0.1',
      '--accumulate_gradients',
      '40',
    ];
    const straight = await tpdne([...settings, '--run_name', 'straight'], { cwd });
    expect(straight).toMatchObject({ exitCode: 0 });

    const first = await tpdne([...settings, '--run_name', 'halves'], {
      cwd,
      onOutput: (stdout, child) => {
        if (/^\[5 /m.test(stdout) && !child.killed) child.kill('SIGINT');
      },
    });
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Saving .*\ninterrupted\n$/m) });
    const second = await tpdne([...settings, '--run_name', 'halves'], { cwd });
    expect(second).toMatchObject({ exitCode: 0 });

    const halves = [...told(first.stdout), ...told(second.stdout)];
    expect(halves).toEqual(told(straight.stdout));
    expect(halves).toHaveLength(12 + 4);
    for (const file of ['model.safetensors', 'trainer.safetensors']) {
      expect(hash(`checkpoint/halves/model-12/${file}`), file).toBe(hash(`checkpoint/straight/model-12/${file}`));
    }
  });

  test('killed at any moment, it resumes from a complete checkpoint and ends with the same result', async () => {
    const settings = [...command, '--save_every', '1', '--keep', '2', '--val_every', '3', '--sample_every', '0'];
    const straight = await tpdne([...settings, '--steps', `${STEPS}`, '--run_name', 'straight'], { cwd });
    expect(straight.exitCode).toBe(0);
    const steps = told(straight.stdout);

    const random = Random.fromSeed(20);
    const run = [...settings, '--steps', `${STEPS}`, '--run_name', 'killed'];
    let kills = 0;
    for (;;) {
      const { exitCode, stdout, stderr } = await killedAfter(run, 300 + random.below(500));
      // Everything printed before the kill is also in the output of the uninterrupted run.
      for (const line of stdout === '' ? [] : (stdout.match(/^\[\d+ \| [\d.]+\].*$/gm) ?? [])) {
        expect(steps).toContain(line.replace(/\| [\d.]+\]/, ']'));
      }
      if (exitCode === 0) break;
      expect({ exitCode, stderr }).toMatchObject({ exitCode: null });
      if (++kills === KILLS) break;
    }
    expect(kills).toBeGreaterThan(KILLS / 2);
    expect(await tpdne(run, { cwd })).toMatchObject({ exitCode: 0 });
    expect(hash(`checkpoint/killed/model-${STEPS}/model.safetensors`)).toBe(
      hash(`checkpoint/straight/model-${STEPS}/model.safetensors`),
    );
    expect(historyOf('killed')).toEqual(historyOf('straight'));
    expect(
      readdirSync(join(cwd, 'checkpoint/killed')).filter((name) => name.startsWith('.') || name === 'lock'),
    ).toEqual([]);
  });
});

/** The losses by step, without times. */
function historyOf(run: string): string[] {
  const lines = readFileSync(join(cwd, 'checkpoint', run, 'history.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.replace(/,[^,]*/, ''));
}

function killedAfter(argv: readonly string[], ms: number) {
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...argv], { cwd });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  return new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, stdout, stderr });
    });
  });
}
