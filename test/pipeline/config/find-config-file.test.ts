import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { ConfigFault } from '../../../src/pipeline/config/config-fault.ts';
import { findConfigFile } from '../../../src/pipeline/config/find-config-file.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** A repository with folders inside it. */
function repository(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'blog/.git'), { recursive: true });
  mkdirSync(join(folder, 'blog/posts/2019'), { recursive: true });
  return folder;
}

const put = (folder: string, name: string) => {
  writeFileSync(join(folder, name), '{}');
  return relative('', join(folder, name));
};

test('a file in the folder itself takes precedence over one above it', async () => {
  const folder = repository();
  put(folder, 'blog/tpdne.config.json');
  const nearest = put(folder, 'blog/posts/tpdne.config.js');
  expect(await findConfigFile(nodeFiles, join(folder, 'blog/posts'))).toBe(nearest);
  expect(await findConfigFile(nodeFiles, join(folder, 'blog/posts/2019'))).toBe(nearest);
});

test('the root of the repository is the last folder searched', async () => {
  const folder = repository();
  put(folder, 'tpdne.config.json');
  expect(await findConfigFile(nodeFiles, join(folder, 'blog/posts/2019'))).toBeNull();
  const inRoot = put(folder, 'blog/tpdne.config.ts');
  expect(await findConfigFile(nodeFiles, join(folder, 'blog/posts/2019'))).toBe(inRoot);
});

test('outside a repository only the folder itself is searched', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'posts'));
  const path = put(folder, 'tpdne.config.mjs');
  expect(await findConfigFile(nodeFiles, folder)).toBe(path);
  expect(await findConfigFile(nodeFiles, join(folder, 'posts'))).toBeNull();
});

test('two files in one folder are rejected, and both are named', async () => {
  const folder = temporaryFolder();
  put(folder, 'tpdne.config.json');
  put(folder, 'tpdne.config.ts');
  const fault = await findConfigFile(nodeFiles, folder).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(ConfigFault);
  expect((fault as ConfigFault).message).toMatch(
    /tpdne\.config\.json: tpdne\.config\.ts also exists; keep only one of them\.$/,
  );
});
