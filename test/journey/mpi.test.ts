import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { findLauncher } from '../../src/node/mpi/start-on-hosts.ts';
import { folderForAllTests, temporaryFolder } from '../temporary-folder.ts';
import { AS_ROOT, type FoundLauncher, inRanks, launchers, type smallModels, writeSmallModels } from './mpi.ts';
import { built, tpdne } from './tpdne.ts';

type Name = keyof typeof smallModels;

const folder = folderForAllTests();
const none: readonly string[] = [];

beforeAll(async () => {
  await writeSmallModels(folder);
  mkdirSync(join(folder, 'posts'));
  for (let day = 1; day <= 9; day++) {
    const text = Array.from(
      { length: 12 },
      (_, i) => `${['the lamp', 'a boat', 'my cat'][(day + i) % 3]} of day ${day * i} is ${day + i}`,
    ).join(' ');
    writeFileSync(join(folder, 'posts', `2019-03-0${day}-post.md`), `---\ntitle: Day ${day}\n---\n${text}\n`);
  }
});

/** The command line of a small training. */
function training(run: string, model: Name, adapter: 'none' | 'lora', steps: number, more = none): string[] {
  const named = {
    dataset: 'posts',
    model_name: model,
    run_name: run,
    adapter,
    steps,
    window: 16,
    val_every: 2,
    val_split: 0.3,
  };
  const rest = { learning_rate: 0.01, optimizer: 'adamw', clip: 1, packing: 'documents', threads: 1, sample_every: 0 };
  const words = Object.entries({ ...named, ...rest }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return ['train', ...words, '--no-config', ...more];
}

/** All that a step leaves: losses, and the bytes of weights and moments. */
function left(run: string, step: number) {
  const checkpoint = join(folder, 'checkpoint', run, `model-${step}`);
  const tensors = readdirSync(checkpoint).filter((name) => name.endsWith('.safetensors'));
  const { state } = JSON.parse(readFileSync(join(checkpoint, 'trainer.json'), 'utf8'));
  return { state, tensors: tensors.map((name) => [name, readFileSync(join(checkpoint, name), 'base64')]) };
}

/** Ranks that get nothing in addition. */
const ranks = (count: number) => Array.from({ length: count }, () => none);

describe.each(launchers)('$name', (launcher) => {
  const title = launcher.program === null ? 'is not installed' : `with ${launcher.program}`;
  describe.skipIf(launcher.program === null)(title, () => proofs(launcher));
});

function proofs(launcher: FoundLauncher): void {
  test.each([
    ['GPT-2', 'none', 2],
    ['GPT-2', 'lora', 3],
    ['Llama', 'none', 4],
    ['Llama', 'lora', 2],
  ] as const)(
    '%s, adapter %s: %i ranks are one that accumulates, to the bit',
    { timeout: 120_000 },
    async (...tested) => {
      const [model, adapter, count] = tested;
      const run = `${model}-${adapter}-${count}`;
      await tpdne(training(`${run}-alone`, model, adapter, 4, ['--accumulate_gradients', String(count)]), {
        cwd: folder,
      });
      const together = await inRanks(launcher, folder, training(`${run}-ranks`, model, adapter, 4), ranks(count));
      expect(together.stderr).toContain(`${count} ranks train together`);
      expect(together.exitCode).toBe(0);
      expect(together.stdout.match(/^\[4 \| [\d.]+\] loss=/gm)).toHaveLength(1);
      expect(left(`${run}-ranks`, 4)).toEqual(left(`${run}-alone`, 4));
      for (const each of ['alone', 'ranks']) rmSync(join(folder, 'checkpoint', `${run}-${each}`), { recursive: true });
    },
  );

  test('two ranks begin, three resume: as one that accumulates two, then three', { timeout: 120_000 }, async () => {
    const alone = (steps: number, count: number) =>
      tpdne(training('alone', 'Llama', 'none', steps, ['--accumulate_gradients', String(count)]), { cwd: folder });
    await alone(2, 2);
    await alone(4, 3);
    await inRanks(launcher, folder, training('ranks', 'Llama', 'none', 2), ranks(2));
    expect((await inRanks(launcher, folder, training('ranks', 'Llama', 'none', 4), ranks(3))).exitCode).toBe(0);
    expect(left('ranks', 4)).toEqual(left('alone', 4));
    for (const run of ['alone', 'ranks']) rmSync(join(folder, 'checkpoint', run), { recursive: true });
  });

  test('ranks with other settings, posts or models are named before the first step', { timeout: 120_000 }, async () => {
    const words = training('differs', 'Llama', 'none', 4);
    const differ = (more: readonly string[]) => inRanks(launcher, folder, words, [none, more]);
    const setting = await differ(['--clip', '2']);
    expect(setting.stderr).toMatch(/rank 0 on \S+ trains with clip 1, but rank 1 on \S+ trains with clip 2\. Give all/);
    expect(setting.exitCode).not.toBe(0);
    writeFileSync(join(folder, 'other.md'), 'another lamp\n'.repeat(40));
    expect((await differ(['--dataset', 'other.md'])).stderr).toMatch(/rank 1 on \S+ has a dataset with digest/);
    expect((await differ(['--model_name', 'lost'])).stderr).toMatch(/\S+, rank 1: tpdne: There is no model lost/);
    const run = join(folder, 'checkpoint', 'differs');
    expect(existsSync(run) ? readdirSync(run).filter((name) => name.startsWith('model-')) : []).toEqual([]);
  });

  test('a machine without the checkpoint gets it from rank 0', { timeout: 120_000 }, async () => {
    const [here, there] = [folder, temporaryFolder()];
    await writeSmallModels(there);
    await inRanks(launcher, here, training('shared', 'GPT-2', 'none', 2), ranks(2));
    const posts = join(here, 'posts');
    const words = training('shared', 'GPT-2', 'none', 4).map((word) => (word === 'posts' ? posts : word));
    const ended = await inRanks(launcher, here, words, ranks(2), apart(there));
    expect(ended.exitCode).toBe(0);
    expect(readdirSync(join(there, 'checkpoint', 'shared'))).toContain('model-2');
    rmSync(join(here, 'checkpoint', 'shared'), { recursive: true });
  });

  test('gradients that travel as bfloat16 teach nearly the same', { timeout: 60_000 }, async () => {
    const words = (run: string, wire: string) => training(run, 'Llama', 'none', 4, ['--wire', wire]);
    for (const wire of ['float32', 'bfloat16']) {
      expect((await inRanks(launcher, folder, words(wire, wire), ranks(2))).exitCode).toBe(0);
    }
    const [exact, rounded] = ['float32', 'bfloat16'].map((run) => left(run, 4));
    expect(rounded.tensors).not.toEqual(exact.tensors);
    const [loss, other] = [exact, rounded].map(({ state }) => state.validations.at(-1).loss);
    expect(Math.abs(other / loss - 1)).toBeLessThan(0.01);
    for (const run of ['float32', 'bfloat16']) rmSync(join(folder, 'checkpoint', run), { recursive: true });
  });

  test('local steps: two ranks that stop and resume are those that did not stop', { timeout: 120_000 }, async () => {
    const local = ['--sync_every', '3', '--outer_momentum', '0.5', '--save_every', '2', '--val_every', '2'];
    const words = (run: string, steps: number) => training(run, 'GPT-2', 'none', steps, local);
    const whole = await inRanks(launcher, folder, words('whole', 6), ranks(2));
    expect(whole.exitCode).toBe(0);
    expect(whole.stderr).toContain('Each process takes 3 steps by itself, then all average (DiLoCo)');
    await inRanks(launcher, folder, words('halves', 2), ranks(2));
    expect((await inRanks(launcher, folder, words('halves', 6), ranks(2))).exitCode).toBe(0);
    expect(left('halves', 6)).toEqual(left('whole', 6));
    expect(left('whole', 6).tensors.map(([name]) => name)).toContain('outer-momentum.safetensors');
    for (const run of ['whole', 'halves']) rmSync(join(folder, 'checkpoint', run), { recursive: true });
  });

  test('the others wait while rank 0 saves, however long that takes', { timeout: 60_000 }, async () => {
    // Told to stop, they give up a rank that they do not hear of for four seconds.
    const program = join(temporaryFolder(), 'slow.mjs');
    writeFileSync(
      program,
      `import fs from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      const { rename } = fs;
      let isStopping = false;
      fs.rename = async (...paths) => {
        if (isStopping && /model-/.test(paths[1])) await new Promise((resolve) => setTimeout(resolve, 7000));
        return rename(...paths);
      };
      syncBuiltinESMExports();
      process.on('SIGUSR2', () => { isStopping = true; });
      setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 4000);
      await import(${JSON.stringify(built)});\n`,
    );
    const words = training('slow', 'GPT-2', 'none', 1_000_000, ['--val_every', '0', '--save_every', '0']);
    const { stdout, stderr, exitCode } = await inRanks(launcher, folder, words, ranks(2), program);
    expect(stderr).not.toContain('has stopped');
    expect(exitCode).toBe(0);
    const [, last] = /\[(\d+) \|[^[]*$/.exec(stdout) ?? [];
    expect(readdirSync(join(folder, 'checkpoint', 'slow'))).toContain(`model-${last}`);
    rmSync(join(folder, 'checkpoint', 'slow'), { recursive: true });
  });

  /** A small model's texts, which differ in length. */
  const texts = (model: string, count: number, more = none) => {
    const named = { model_name: model, nsamples: count, length: 60, seed: 5, threads: 1 };
    return ['generate', ...Object.entries(named).flatMap(([name, value]) => [`--${name}`, String(value)]), ...more];
  };

  test('two and three ranks write the texts of one, to the byte', { timeout: 120_000 }, async () => {
    const words = (out: string) => texts('Llama', 7, ['--no-config', '--out', out]);
    const alone = await tpdne(words('texts-1'), { cwd: folder });
    const files = (out: string) =>
      readdirSync(join(folder, out)).map((name) => [name, readFileSync(join(folder, out, name), 'utf8')]);
    for (const count of [2, 3]) {
      const together = await inRanks(launcher, folder, words(`texts-${count}`), ranks(count));
      expect(together.exitCode).toBe(0);
      expect(together.stderr).toContain(`${count} ranks write together`);
      expect(together.stderr.match(/Wrote/g)).toHaveLength(7);
      expect(together.stdout).toBe(alone.stdout);
      expect(files(`texts-${count}`)).toEqual(files('texts-1'));
    }
  });

  test('a model that one rank lacks is named with its machine', { timeout: 60_000 }, async () => {
    const words = texts('Llama', 2, ['--no-config']);
    const { stderr, exitCode } = await inRanks(launcher, folder, words, ranks(2), apart(temporaryFolder()));
    expect(stderr).toMatch(/\S+, rank 1: tpdne: There is no model Llama/);
    expect(exitCode).not.toBe(0);
  });

  test('Ctrl-C ends endless texts on all ranks', { timeout: 60_000 }, async () => {
    const program = stoppingAfter(3000);
    const { stderr, exitCode } = await inRanks(launcher, folder, texts('Llama', 0, ['--no-config']), ranks(2), program);
    expect(stderr).not.toContain('has stopped');
    expect(exitCode).toBe(0);
  });

  test('another version is named, whatever else it would do', { timeout: 60_000 }, async () => {
    const other = join(temporaryFolder(), 'other.mjs');
    // The second rank says that it is another version, as one of them would.
    writeFileSync(
      other,
      `const stringify = JSON.stringify;
      if ((process.env.OMPI_COMM_WORLD_RANK ?? process.env.PMI_RANK) === '1') {
        JSON.stringify = (value) => stringify(value?.cores === undefined ? value : { ...value, version: '0.0.9' });
      }
      await import(${JSON.stringify(built)});\n`,
    );
    const words = training('versions', 'Llama', 'none', 2);
    const { stderr, exitCode } = await inRanks(launcher, folder, words, ranks(2), other);
    expect(stderr).toMatch(
      /rank 0 on \S+ has [\d.]+, but rank 1 on \S+ has 0\.0\.9\. Install the same version everywhere/,
    );
    expect(exitCode).not.toBe(0);
  });

  test('processors that compute differently train together, and it is said', { timeout: 60_000 }, async () => {
    const slower = join(temporaryFolder(), 'slower.mjs');
    writeFileSync(
      slower,
      `if ((process.env.OMPI_COMM_WORLD_RANK ?? process.env.PMI_RANK) === '1') process.env.TPDNE_CPU = 'plain';
      await import(${JSON.stringify(built)});\n`,
    );
    const words = training('mixed', 'Llama', 'none', 2, ['--precision', 'float32']);
    const { stderr, exitCode } = await inRanks(launcher, folder, words, ranks(2), slower);
    expect(stderr).toMatch(/The machines compute differently \(\S+, float32; plain, float32\)/);
    expect(exitCode).toBe(0);
    rmSync(join(folder, 'checkpoint', 'mixed'), { recursive: true });
  });

  test('other commands are for one process', { timeout: 60_000 }, async () => {
    const { stderr, exitCode } = await inRanks(launcher, folder, ['models'], ranks(2));
    expect(stderr).toContain('tpdne models is for one process, and 2 were started; ');
    expect(stderr).toContain('tpdne run, tpdne train and tpdne generate share their work.');
    expect(exitCode).toBe(2);
  });
}

/** A program whose second rank works in another folder, as another machine would. */
function apart(there: string): string {
  const program = join(temporaryFolder(), 'apart.mjs');
  writeFileSync(
    program,
    `if ((process.env.OMPI_COMM_WORLD_RANK ?? process.env.PMI_RANK) === '1') process.chdir(${JSON.stringify(there)});\n` +
      `await import(${JSON.stringify(built)});\n`,
  );
  return program;
}

/** A program whose ranks all get the signal of a launcher after these milliseconds. */
function stoppingAfter(ms: number): string {
  const program = join(temporaryFolder(), 'stopping.mjs');
  writeFileSync(
    program,
    `setTimeout(() => process.kill(process.pid, 'SIGUSR2'), ${ms});\nawait import(${JSON.stringify(built)});\n`,
  );
  return program;
}

const hasLauncher = (await findLauncher()) !== null;

describe.skipIf(!hasLauncher)(hasLauncher ? '--hosts' : '--hosts: no mpirun is installed', () => {
  test('starts the ranks, and Ctrl-C lets them finish their step and save', { timeout: 60_000 }, async () => {
    const words = training('hosts', 'Llama', 'lora', 1_000_000, ['--val_every', '0', '--save_every', '0']);
    let wasStopped = false;
    const { stdout, stderr, exitCode } = await tpdne([...words, '--hosts', 'localhost,localhost'], {
      cwd: folder,
      env: AS_ROOT,
      onOutput(output, child) {
        if (wasStopped || !output.includes('[3 | ')) return;
        wasStopped = true;
        child.kill('SIGINT');
      },
    });
    expect(stderr).toContain('2 ranks train together');
    expect(exitCode).toBe(0);
    const [, last] = /\[(\d+) \|[^[]*$/.exec(stdout) ?? [];
    expect(readdirSync(join(folder, 'checkpoint', 'hosts'))).toContain(`model-${last}`);
  });
});
