import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const here = process.cwd();
let root: string;
beforeEach(() => {
  root = temporaryFolder();
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, 'words/deep'), { recursive: true });
  writeFileSync(join(root, 'words/lamp.md'), '# A lamp\n\nI am a **lamp**.\n');
  writeFileSync(join(root, 'words/deep/moon.md'), '# A moon\n\nI am a moon.\n');
  process.chdir(root);
});
afterEach(() => process.chdir(here));

const config = (content: object, path = 'tpdne.config.json') =>
  writeFileSync(join(root, path), JSON.stringify(content, null, 2));

async function run(...argv: string[]) {
  const { surroundings, printed, noted } = fakeSurroundings();
  const enter = (folder: string) => process.chdir(folder);
  const exitCode = await cli(argv, commands, '1', { ...surroundings, enter });
  return { exitCode, out: printed.join('\n'), errors: noted.join('\n') };
}

const text = (path: string) => readFileSync(join(root, path), 'utf8');

describe('a config file', () => {
  test('provides settings that the command line lacks, and is named in one line', async () => {
    config({ site: { posts: ['words'] }, formats: { format: 'markdown' } });
    const { exitCode, errors } = await run('prepare');
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: 'Using settings from tpdne.config.json.' });
    expect(text('training.txt')).toContain('**lamp**');
  });

  test('is overridden by the command line', async () => {
    config({ site: { posts: ['words'] }, formats: { format: 'markdown' } });
    expect(await run('prepare', 'words/lamp.md', '--format', 'text', '--out', 'lamp.txt')).toMatchObject({
      exitCode: 0,
    });
    expect(text('lamp.txt')).toContain('I am a lamp.');
    expect(text('lamp.txt')).not.toContain('moon');
  });

  test('in a parent folder: its paths are relative to it, and typed paths to the current folder', async () => {
    config({ site: { posts: ['words'] } });
    process.chdir(join(root, 'words/deep'));
    const { exitCode, errors } = await run('prepare', '--out', 'all.txt');
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: 'Using settings from ../../tpdne.config.json.' });
    expect(text('words/deep/all.txt')).toContain('moon');
    process.chdir(join(root, 'words/deep'));
    expect(await run('prepare', 'moon.md')).toMatchObject({ exitCode: 0 });
    expect(text('training.txt')).not.toContain('lamp');
  });

  test('in a parent folder: a typed name of a file to exclude is that of a file in any folder', async () => {
    config({ site: { posts: ['words'] } });
    process.chdir(join(root, 'words'));
    expect(await run('prepare', '--exclude', 'moon.md')).toMatchObject({ exitCode: 0 });
    expect(text('training.txt')).not.toContain('moon');
    process.chdir(join(root, 'words/deep'));
    expect(await run('prepare', '--exclude', './moon.md', '--overwrite')).toMatchObject({ exitCode: 0 });
    expect(text('training.txt')).not.toContain('moon');
  });

  test('is chosen with --config, and ignored with --no-config', async () => {
    config({ site: { posts: ['words'] } });
    config({ site: { posts: ['words/deep'] } }, 'other.json');
    expect(await run('prepare', '--config', 'other.json')).toMatchObject({ errors: 'Using settings from other.json.' });
    expect(text('training.txt')).not.toContain('lamp');
    const without = await run('prepare', '--no-config');
    expect(without.exitCode).toBe(2);
    expect(without.errors).toMatch(/^tpdne: posts is missing: /);
    expect(await run('prepare', '--config', 'none.json')).toMatchObject({
      exitCode: 2,
      errors: expect.stringMatching(/^tpdne: none\.json: it cannot be read: it no longer exists/),
    });
  });

  test('that is invalid ends the command with the line and the closest name', async () => {
    config({ site: { posts: ['words'] }, training: { learning_rat: 1 } });
    expect(await run('prepare')).toEqual({
      exitCode: 2,
      out: '',
      errors:
        'tpdne: tpdne.config.json, line 8: There is no setting training.learning_rat; did you mean training.learning_rate?',
    });
  });
});

test('help shows both options, except for commands that do not read a config file', async () => {
  expect((await run('prepare', '--help', '--all')).out).toMatch(/--config <file> [\s\S]*--no-config /);
  expect((await run('init', '--help')).out).not.toContain('--config');
  expect(await run('init', '--no-config')).toMatchObject({ exitCode: 2 });
});
