import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { writeNewFile } from '../../src/project/new-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

describe('writeNewFile', () => {
  it('creates the folder and writes the whole text', async () => {
    const path = await writeNewFile(nodeFiles, join(folder, 'a', 'b'), 'sample-1', '.txt', 'Grüße\n');
    expect(path).toBe(join(folder, 'a', 'b', 'sample-1.txt'));
    expect(await readFile(path, 'utf8')).toBe('Grüße\n');
  });

  it('never changes existing files', async () => {
    await writeFile(join(folder, 'sample-1.txt'), 'mine');
    await writeFile(join(folder, 'sample-1-2.txt'), 'mine too');
    expect(await writeNewFile(nodeFiles, folder, 'sample-1', '.txt', 'new')).toBe(join(folder, 'sample-1-3.txt'));
    const contents = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
    expect(await Promise.all(contents)).toEqual(['mine too', 'new', 'mine']);
  });
});
