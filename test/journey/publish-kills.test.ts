import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { tpdne } from './tpdne.ts';

const realGit = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();

/** A git repository of a site with one approved draft, with or without a picture next to it. */
function site(withFolder: boolean): { readonly cwd: string; readonly git: (...words: string[]) => string } {
  const cwd = temporaryFolder();
  const git = (...words: string[]) => execFileSync(realGit, ['-C', cwd, ...words], { encoding: 'utf8' }).trim();
  const post = withFolder ? 'content/posts/cup/index.md' : '_posts/2020-01-01-cup.md';
  const draft = withFolder ? 'drafts/d0/index.md' : 'drafts/d0.md';
  const write = (name: string, text: string) => {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  };
  write(withFolder ? 'hugo.toml' : '_config.yml', withFolder ? 'title = "Tiny"\n' : 'title: Tiny\n');
  write(post, '---\ntitle: Cup\ndate: 2020-01-01\n---\nA cup.\n');
  write(draft, '---\ntitle: The d\napproved: true\n---\nAbout the d.\n');
  if (withFolder) write('drafts/d0/cat.png', 'a picture');
  write('.gitignore', '.publishing*\n');
  git('init', '--quiet', '--initial-branch=main');
  for (const [key, value] of Object.entries({
    'user.name': 'Ann',
    'user.email': 'a@b.example',
    'commit.gpgsign': 'no',
  }))
    git('config', key, value);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'The beginning');
  return { cwd, git };
}

const publish = ['publish', 'drafts', '--git', 'commit', '--no-config'];

type Moment = 'before' | 'after' | 'holding the lock';

/** A git that kills its caller at one of its commands: before, after or during the command. */
function deadlyGit(command: string, when: Moment, cwd: string): { PATH: string } {
  const folder = temporaryFolder();
  const path = join(folder, 'git');
  const kill = 'kill -9 $PPID; exit 1';
  const act = {
    before: kill,
    after: `"${realGit}" "$@"; ${kill}`,
    'holding the lock': `: > "${cwd}/.git/index.lock"; ${kill}`,
  }[when];
  // The arguments are -C, the folder and the command.
  const lines = ['#!/bin/sh', `if [ "$3" = ${command} ]; then ${act}; fi`, `exec "${realGit}" "$@"`, ''];
  writeFileSync(path, lines.join('\n'));
  chmodSync(path, 0o755);
  return { PATH: `${folder}:${process.env.PATH}` };
}

test.each<[command: string, when: Moment, withFolder: boolean]>([
  ['rev-parse', 'before', false],
  ['add', 'before', false],
  ['add', 'after', false],
  ['add', 'holding the lock', false],
  ['commit', 'holding the lock', false],
  ['commit', 'after', false],
  ['add', 'after', true],
  ['commit', 'holding the lock', true],
])('killed at git %s, %s it works (a draft with a folder: %s), the next call makes it good', async (...point) => {
  const [command, when, withFolder] = point;
  const { cwd, git } = site(withFolder);
  expect((await tpdne(publish, { cwd, env: deadlyGit(command, when, cwd) })).signal).toBe('SIGKILL');
  const lock = join(cwd, '.git/index.lock');
  if (existsSync(lock)) {
    const hour = new Date(Date.now() - 3_600_000);
    utimesSync(lock, hour, hour);
    const refused = await tpdne(publish, { cwd });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`${lock} has been there since `);
    expect(refused.stderr).toMatch(/\(1 hour ago\), and no git is running there on this machine.*delete that file/s);
    rmSync(lock);
  }
  expect(await tpdne(publish, { cwd })).toMatchObject({ exitCode: 0 });
  expect(git('status', '--porcelain')).toBe('');
  expect(git('log', '--format=%s').split('\n')).toEqual(['Publish "The d"', 'The beginning']);
  const files = git('ls-files').split('\n');
  expect(files.filter((name) => /d0/.test(name))).toHaveLength(withFolder ? 2 : 1);
  expect(files.filter((name) => name.startsWith('drafts/'))).toEqual(['drafts/.published.jsonl']);
  expect(readdirSync(join(cwd, 'drafts')).sort()).toEqual(['.published.jsonl']);
});

test('waits for a running git, and names it', async () => {
  const { cwd, git } = site(false);
  const hook = join(cwd, '.git/hooks/pre-commit');
  writeFileSync(hook, '#!/bin/sh\nsleep 60\n');
  chmodSync(hook, 0o755);
  const holding = spawn(realGit, ['-C', cwd, 'commit', '--allow-empty', '-a', '-m', 'Mine'], {
    stdio: 'ignore',
    detached: true,
  });
  try {
    while (!existsSync(join(cwd, '.git/index.lock'))) await new Promise((resolve) => setTimeout(resolve, 20));
    const refused = await tpdne(publish, { cwd });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(
      new RegExp(
        `index\\.lock has been there since .*process ${holding.pid} \\(git\\) is working there: wait for it`,
        's',
      ),
    );
    expect(refused.stderr).not.toMatch(/(?<!do not )delete that file/);
  } finally {
    process.kill(-holding.pid!, 'SIGKILL');
  }
  rmSync(join(cwd, '.git/index.lock'), { force: true });
  rmSync(hook);
  expect(await tpdne(publish, { cwd })).toMatchObject({ exitCode: 0 });
  expect(git('status', '--porcelain')).toBe('');
});
