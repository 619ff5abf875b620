import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { root, tpdne } from './tpdne.ts';

/** A folder with `count` posts. */
function blog(posts: number): string {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'posts'));
  for (let i = 0; i < posts; i++) {
    const text = `The ${i}th boat left the harbour. `.repeat(60);
    writeFileSync(join(cwd, 'posts', `2020-01-01-boat-${i}.md`), `---\ntitle: Boat ${i}\n---\n${text}\n`);
  }
  return cwd;
}

/** All files under a folder whose names begin with a dot; null while a folder vanishes. */
function hidden(cwd: string): string[] | null {
  try {
    const names = readdirSync(cwd, { recursive: true }).map(String);
    return names.filter((name) => /(^|\/)\.[^/]*$/.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

test.each([
  ['encode', ['encode', 'posts', 'out.npz', '--no-config']],
  ['prepare', ['prepare', 'posts', '--out', 'out.txt', '--no-config']],
  ['import', ['import', 'posts', '--out', 'imported', '--no-config', '--keep-near-duplicates']],
])('%s killed at any moment leaves nothing that its next call does not take away', async (name, argv) => {
  const cwd = blog(300);
  let left = 0;
  for (let call = 0; call < 8; call++) {
    const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...argv], { cwd, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const timer = setInterval(() => {
      // As soon as it writes, and a little later every time.
      if (hidden(cwd)?.length !== 0 || call > 6) setTimeout(() => child.kill('SIGKILL'), call * 15);
    }, 2);
    await ended;
    clearInterval(timer);
    left += hidden(cwd)!.length;
  }
  expect(left, name).toBeGreaterThan(0);
  const overwrite = name === 'import' ? [] : ['--overwrite'];
  expect(await tpdne([...argv, ...overwrite], { cwd })).toMatchObject({ exitCode: 0 });
  expect(hidden(cwd)).toEqual([]);
  if (name === 'prepare') {
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8').match(/<\|endoftext\|>/g)).toHaveLength(300);
  }
});

test('a command whose output cannot be written fails immediately, and reacts to signals', async () => {
  const cwd = blog(3);
  for (const argv of [
    ['import', 'posts', '--out', '/proc/x'],
    ['prepare', 'posts', '--out', '/proc/x/y.txt'],
    ['encode', 'posts', '/proc/x/y.npz'],
    ['run', 'posts', '--out', '/proc/x', '--model-name', 'nano', '--steps', '1'],
    ['generate', '--out', '/proc/x', '--model-name', 'base', '--nsamples', '1'],
    ['export', '/proc/x/y', '--to', 'huggingface', '--model-name', 'base'],
    ['train', '--dataset', 'posts', '--model-name', 'nano', '--steps', '1', '--log', '/proc/x/y'],
  ]) {
    const started = performance.now();
    const ending = await tpdne([...argv, '--no-config'], { cwd });
    expect(ending.exitCode, argv.join(' ')).toBe(1);
    expect(ending.stderr, argv.join(' ')).toMatch(/tpdne: .*\/proc\/x.*(?:ENOENT|no such)/s);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(readdirSync(cwd)).toEqual(['posts']);
  }
});
