import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { temporaryFolder } from '../temporary-folder.ts';
import { root, tpdne } from './tpdne.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, commands]) => commands.trim().split('\n'));

/** Appended to a command to shorten it; a later value overrides an earlier one. */
const shorter: Readonly<Record<string, readonly string[]>> = {
  train: ['--steps', '2', '--window', '16', '--val_split', '0', '--sample_every', '0'],
  generate: ['--length', '8'],
};

test('the commands of the README work one after another, each with the output of the one before', async () => {
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

test('the first forty lines of the README contain commands from package.json', () => {
  const [start, tests] = blocks;
  expect([start, tests]).toEqual([['npm ci && npm start'], ['npm ci && npm test']]);
  expect(packageJson.scripts.start).toContain('dist/cli.js run examples/blog/_articles');
  expect(readme.split('\n').slice(0, 40).join('\n')).toContain(start[0]);
});
