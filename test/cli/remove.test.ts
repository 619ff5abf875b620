import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

beforeEach(async () => {
  const root = temporaryFolder();
  await mkdir(join(root, 'checkpoint/a/model-3'), { recursive: true });
  process.chdir(root);
});

test.each([
  ['y', []],
  ['no', ['a']],
])('asks, showing the size; %s', async (answer, left) => {
  const { surroundings, asked } = fakeSurroundings([answer]);
  expect(await cli(['remove', '--run', 'a'], commands, '1', surroundings)).toBe(0);
  expect(asked).toEqual(['Delete the run a (0 bytes in checkpoint/a)? [y/N] ']);
  expect(await readdir('checkpoint').catch(() => [])).toEqual(left);
});

test('does not delete without a terminal and --yes', async () => {
  const { surroundings, noted } = fakeSurroundings([], { canAsk: false });
  expect(await cli(['remove', '--run', 'a'], commands, '1', surroundings)).toBe(1);
  expect(noted.at(-1)).toMatch(/--yes deletes without asking/);
  expect(await cli(['remove', '--run', 'a', '--yes'], commands, '1', surroundings)).toBe(0);
  expect(await readdir('.')).not.toContain('checkpoint');
});
