import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { requireFreeSpace } from '../../../src/pipeline/export/require-free-space.ts';
import { WriteFault } from '../../../src/project/file-faults.ts';

const path = join(tmpdir(), 'not-there', 'model');

test('accepts a small file', async () => {
  await expect(requireFreeSpace(nodeFiles, path, 1)).resolves.toBeUndefined();
});

test('rejects more than any disk has, naming the needed and the free space', async () => {
  await expect(requireFreeSpace(nodeFiles, path, 2 ** 60)).rejects.toThrow(WriteFault);
  await expect(requireFreeSpace(nodeFiles, path, 2 ** 60)).rejects.toThrow(
    /model needs [\d,]+ MB, but only [\d,]+ MB are free/,
  );
});
