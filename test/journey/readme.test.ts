import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { temporaryFolder } from '../temporary-folder.ts';
import { root, tpdne } from './tpdne.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, commands]) => commands.trim().split('\n'));

/** Appended to a command, where a later value counts: the same way, fewer steps. */
const shorter: Readonly<Record<string, readonly string[]>> = {
  train: ['--steps', '2', '--window', '16', '--val_split', '0', '--sample_every', '0'],
  generate: ['--length', '8'],
};

test('the README goes through the steps one by one, and each command finds what the one before it left', async () => {
  const steps = blocks.find((commands) => commands[0].startsWith('tpdne prepare'))!;
  expect(steps.map((command) => command.split(' ')[1])).toEqual(['prepare', 'encode', 'train', 'generate']);
  const cwd = temporaryFolder();
  cpSync(join(root, 'examples'), join(cwd, 'examples'), { recursive: true });
  for (const command of steps) {
    const [, name, ...argv] = command.split(' ');
    const ending = await tpdne([name, ...argv, ...(shorter[name] ?? [])], { cwd });
    expect(ending, command).toMatchObject({ exitCode: 0 });
    expect(ending.stdout, command).not.toBe('');
  }
  expect(readdirSync(join(cwd, 'checkpoint/example'))).toContain('model-2');
});

test('the README begins with commands that package.json has, within forty lines', () => {
  const [start, tests] = blocks;
  expect([start, tests]).toEqual([['npm ci && npm start'], ['npm ci && npm test']]);
  expect(packageJson.scripts.start).toContain('dist/cli.js run examples/blog/_articles');
  expect(readme.split('\n').slice(0, 40).join('\n')).toContain(start[0]);
});
