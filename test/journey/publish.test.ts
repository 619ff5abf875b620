import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { root, tpdne } from './tpdne.ts';

/** A site with an approved draft for each name. */
function site(names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of ['_posts', '_drafts']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, '_config.yml'), 'title: Tiny\n');
  writeFileSync(join(folder, '_posts/2020-01-01-cup.md'), '---\ntitle: Cup\ndate: 2020-01-01\n---\nx\n');
  for (const name of names) {
    writeFileSync(join(folder, `_drafts/${name}.md`), `---\ntitle: ${name}\napproved: true\n---\nAbout ${name}.\n`);
  }
  return folder;
}

const publish = ['publish', '--every', 'day', '--at', '00:00', '--timezone', 'UTC', '--no-wait'];
const names = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The new posts in the site. */
const newPosts = (folder: string) => readdirSync(join(folder, '_posts')).filter((name) => !name.startsWith('2020'));

test('six simultaneous calls, with the lock of a dead process, publish one post', async () => {
  const cwd = site(names);
  const gone = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => gone.on('exit', resolve));
  const lock = JSON.stringify({ pid: gone.pid, started: 'long ago', host: hostname() });
  writeFileSync(join(cwd, '_drafts/.publishing'), lock);
  const endings = await Promise.all(names.map(() => tpdne(publish, { cwd })));
  expect(endings.map(({ exitCode, stderr }) => [exitCode, /tpdne:/.test(stderr)])).toEqual(names.map(() => [0, false]));
  expect(newPosts(cwd)).toHaveLength(1);
  expect(readdirSync(join(cwd, '_drafts')).sort()).toEqual([
    '.published.jsonl',
    'b.md',
    'c.md',
    'd.md',
    'e.md',
    'f.md',
  ]);
});

test('calls that are killed at any moment lose no draft and publish no post twice', async () => {
  const cwd = site(names);
  for (let call = 0; newPosts(cwd).length === 0 && call < 50; call++) {
    const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...publish], { cwd, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    // After Node has started.
    setTimeout(() => child.kill('SIGKILL'), 100 + call * 20);
    await ended;
  }
  expect(await tpdne(publish, { cwd })).toMatchObject({ exitCode: 0 });
  expect(newPosts(cwd)).toHaveLength(1);
  const drafts = readdirSync(join(cwd, '_drafts')).filter((name) => name.endsWith('.md'));
  expect(drafts).toEqual(['b.md', 'c.md', 'd.md', 'e.md', 'f.md']);
  const journal = readFileSync(join(cwd, '_drafts/.published.jsonl'), 'utf8').trim().split('\n');
  expect(journal.filter((line) => line.includes('"published"'))).toHaveLength(1);
});
