import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { WriteFault } from '../../../src/project/file-faults.ts';
import { MemoryFiles } from '../../../src/project/memory-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

it('adds bytes to a file, which it creates with its folder, on disk and in memory', async () => {
  const path = join(temporaryFolder(), 'new/bytes');
  const memory = new MemoryFiles(() => false);
  for (const files of [nodeFiles, memory]) {
    await files.appendBytes(path, Uint8Array.of(0, 255));
    await files.appendBytes(path, Uint8Array.of(10));
    expect([...(await files.read(path))]).toEqual([0, 255, 10]);
  }
});

it('does not continue a line that was cut, whereas bytes follow on', async () => {
  const path = join(temporaryFolder(), 'lines');
  writeFileSync(path, 'whole\nha');
  await nodeFiles.append(path, 'next');
  expect(readFileSync(path, 'utf8')).toBe('whole\nha\nnext\n');
  await nodeFiles.appendBytes(path, Buffer.from('!'));
  expect(readFileSync(path, 'utf8')).toBe('whole\nha\nnext\n!');
});

it('reports where bytes could not be added', async () => {
  await expect(nodeFiles.appendBytes(temporaryFolder(), Uint8Array.of(1))).rejects.toThrow(WriteFault);
});
