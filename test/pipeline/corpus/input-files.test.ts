import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { inputFiles, NoInputFault } from '../../../src/pipeline/corpus/input-files.ts';
import { folderWith } from '../../node/files/folder-with.ts';

describe('inputFiles', () => {
  it('takes a file whatever its name', async () => {
    const folder = folderWith('[a]*.txt', 'b.txt');
    const path = join(folder, '[a]*.txt');
    expect(await inputFiles(nodeFiles, path)).toEqual([{ path, bytes: 8 }]);
  });

  it('lists a folder in sorted order, without hidden names', async () => {
    const folder = folderWith('b.txt', 'a/z.txt', 'a/b/c.md', 'B.txt', '.DS_Store', '.git/config');
    const expected = ['B.txt', 'a/b/c.md', 'a/z.txt', 'b.txt'].map((name) => join(folder, name));
    expect((await inputFiles(nodeFiles, folder)).map(({ path }) => path)).toEqual(expected);
    expect((await inputFiles(nodeFiles, `${folder}/`)).map(({ path }) => path)).toEqual(expected);
  });

  it('lists what a glob matches', async () => {
    const folder = folderWith('b.txt', 'a.txt', 'c.md', 'd/e.txt');
    const names = (await inputFiles(nodeFiles, `${folder}/*.txt`)).map(({ path }) => path.replace(/.*\//, ''));
    expect(names).toEqual(['a.txt', 'b.txt']);
  });

  it('says what is wrong when there are no files', async () => {
    const folder = folderWith('.hidden');
    await expect(inputFiles(nodeFiles, folder)).rejects.toThrow(/The folder .* has no files/);
    await expect(inputFiles(nodeFiles, join(folder, '*.txt'))).rejects.toThrow(NoInputFault);
    await expect(inputFiles(nodeFiles, join(folder, 'missing'))).rejects.toThrow(/neither a file nor a folder/);
  });
});
