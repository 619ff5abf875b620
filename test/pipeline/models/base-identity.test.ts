import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { weightsDigest } from '../../../src/pipeline/models/base-identity.ts';
import { FolderFiles } from '../../../src/project/folder-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = join(temporaryFolder(), 'model');
  mkdirSync(folder);
});

const digest = () => weightsDigest(FolderFiles.in(nodeFiles, folder));
const write = (name: string, content: Uint8Array | string) => writeFileSync(join(folder, name), content);
const many = (bytes: number, seed = 1) => Uint8Array.from({ length: bytes }, (_, i) => (i * 7 + seed) % 251);

test('the same weights have the same digest, whatever is beside them; others have another one', async () => {
  write('model.safetensors', many(500_000));
  const before = await digest();
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  write('README.md', 'New.');
  expect(await digest()).toBe(before);
  write('model.safetensors', many(500_000, 2));
  const trained = await digest();
  expect(trained).not.toBe(before);
  write('model.safetensors', many(500_001, 2));
  expect(await digest()).not.toBe(trained);
  write('model.safetensors', many(3));
  expect(await digest()).toMatch(/^[0-9a-f]{64}$/);
});

test('the files that an index names count', async () => {
  write('model.safetensors.index.json', '{}');
  const alone = await digest();
  write('model-00001-of-00002.safetensors', many(100));
  const one = await digest();
  write('model-00001-of-00002.safetensors', many(100, 2));
  expect(new Set([alone, one, await digest()]).size).toBe(3);
});

test('a folder without weights has none', async () => {
  expect(await digest()).toBeNull();
});
