import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { tpdne } from './tpdne.ts';

function folderOfTexts(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'texts'));
  writeFileSync(join(folder, 'texts/a.txt'), 'The shed has opinions.\n<|endoftext|>\n');
  writeFileSync(join(folder, 'texts/b.txt'), 'The kettle agrees.\n');
  return folder;
}

describe('tpdne encode', () => {
  test('writes a token file', async () => {
    const cwd = folderOfTexts();
    const { exitCode, stdout, stderr } = await tpdne(['encode', 'texts', 'out.npz'], { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^out\.npz: \d+ tokens in 1 chunk\n$/);
    expect(readdirSync(cwd).sort()).toEqual(['out.npz', 'texts']);
  });

  test.each([
    ['a folder that is not there', ['no-texts', 'out.npz'], 1, /^tpdne: no-texts is neither a file nor a folder.*\n$/],
    ['no file to write', ['texts'], 2, /^tpdne: out_npz is missing: .*\n$/],
    ['a misspelt setting', ['texts', 'out.npz', '--combin', '5'], 2, /^tpdne: .*did you mean --combine\?\n$/],
    [
      'a wrong value',
      ['texts', 'out.npz', '--combine', '-1'],
      2,
      /^tpdne: --combine takes a whole number of characters, 1 or more, got -1\.\n$/,
    ],
    ['an encoding that is none', ['texts', 'out.npz', '--encoding', 'klingon'], 1, /^tpdne: .*klingon.*\n$/],
  ])('told of %s, says so in one sentence and writes nothing', async (_, argv, exitCode, sentence) => {
    const cwd = folderOfTexts();
    const ending = await tpdne(['encode', ...argv], { cwd });
    expect(ending).toMatchObject({ exitCode, stdout: '' });
    expect(ending.stderr).toMatch(sentence);
    expect(readdirSync(cwd)).toEqual(['texts']);
  });

  test('does not overwrite a file unless asked to', async () => {
    const cwd = folderOfTexts();
    writeFileSync(join(cwd, 'out.npz'), 'precious');
    const refused = await tpdne(['encode', 'texts', 'out.npz'], { cwd });
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^tpdne: .*out\.npz.*\n$/);
    expect(await tpdne(['encode', 'texts', 'out.npz', '--overwrite'], { cwd })).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });
});
