import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { WriteFault } from '../../src/project/file-faults.ts';
import { makeFolderOutsideGit, removeEmptyFolderOutsideGit } from '../../src/project/folder-outside-git.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('git ignores a folder made this way, including its .gitignore', async () => {
  const blog = temporaryFolder();
  execFileSync('git', ['-C', blog, 'init', '--quiet']);
  await makeFolderOutsideGit(nodeFiles, join(blog, 'checkpoint'));
  mkdirSync(join(blog, 'checkpoint/run1'));
  for (const path of ['checkpoint/run1/weights', 'post.md']) writeFileSync(join(blog, path), 'x');
  const seen = execFileSync('git', ['-C', blog, 'status', '--porcelain', '--untracked-files=all'], {
    encoding: 'utf8',
  });
  expect(seen).toBe('?? post.md\n');
});

test('an existing folder is left unchanged', async () => {
  const folder = join(temporaryFolder(), 'models');
  mkdirSync(folder);
  await makeFolderOutsideGit(nodeFiles, folder);
  expect(readdirSync(folder)).toEqual([]);
});

test('it is removed only if it contains nothing but that file', async () => {
  const folder = join(temporaryFolder(), 'checkpoint');
  await makeFolderOutsideGit(nodeFiles, folder);
  writeFileSync(join(folder, 'run'), '');
  await removeEmptyFolderOutsideGit(nodeFiles, folder);
  expect(readdirSync(folder)).toEqual(['.gitignore', 'run']);
  rmSync(join(folder, 'run'));
  await removeEmptyFolderOutsideGit(nodeFiles, folder);
  expect(existsSync(folder)).toBe(false);
});

test('an obstacle is reported', async () => {
  const file = join(temporaryFolder(), 'checkpoint');
  writeFileSync(file, '');
  await expect(makeFolderOutsideGit(nodeFiles, join(file, 'run1'))).rejects.toThrow(WriteFault);
});
