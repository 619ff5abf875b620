import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Ending, root } from './tpdne.ts';

/** Runs a command with a limit, in KiB, on the size of files. */
function limited(kib: number, argv: readonly string[], cwd: string): Promise<Pick<Ending, 'exitCode' | 'stderr'>> {
  const script = `ulimit -f ${kib}; exec "$@"`;
  const words = ['-c', script, 'bash', process.execPath, join(root, 'dist/cli.js'), ...argv, '--no-config'];
  return new Promise((resolve) => {
    execFile('bash', words, { cwd }, (error, _, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ exitCode, stderr });
    });
  });
}

const files = (cwd: string) =>
  readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(cwd.length + 1))
    .filter((name) => !name.startsWith('posts/'))
    .sort();

const kept = /^tpdne: The posts could not be stored in .+ while they are read: EFBIG: .+ TMPDIR /;

test.each([
  ['import', 4, ['import', 'posts', '--out', 'new'], kept, []],
  ['prepare', 4, ['prepare', 'posts', '--out', 'new.txt'], kept, []],
  ['encode', 4, ['encode', 'posts', 'new.npz'], kept, []],
  [
    'run',
    64,
    ['run', 'posts', '--out', 'new', '--model-name', 'nano', '--steps', '1', '--device', 'reference'],
    /^tpdne: checkpoint\/run1\/model-1 was not written: EFBIG: /,
    [
      'checkpoint/.gitignore',
      'checkpoint/run1/history.csv',
      'checkpoint/run1/run.json',
      'checkpoint/run1/training.json',
      'checkpoint/run1/training.txt',
    ],
  ],
])('%s that may not write a file of its size says so, and leaves no half of one', async (_, kib, argv, said, left) => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'posts'));
  for (let i = 0; i < 9; i++) {
    const text = `The boat number ${i} left the harbour with ${i * 7} kettles. `.repeat(20);
    writeFileSync(join(cwd, 'posts', `2020-01-0${i + 1}-boat.md`), `---\ntitle: Boat ${i}\n---\n${text}\n`);
  }
  const { exitCode, stderr } = await limited(kib, argv, cwd);
  expect(exitCode).toBe(1);
  const faults = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => line.startsWith('tpdne: '));
  expect(faults).toEqual([expect.stringMatching(said)]);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(files(cwd)).toEqual(left);
});
