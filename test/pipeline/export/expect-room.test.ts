import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { requireFreeSpace } from '../../../src/pipeline/export/expect-room.ts';
import { WriteFault } from '../../../src/project/file-faults.ts';

const path = join(tmpdir(), 'not-there', 'model');

test('a little has room', async () => {
  await expect(requireFreeSpace(nodeFiles, path, 1)).resolves.toBeUndefined();
});

test('more than any disk has is refused, with what it takes and what is left', async () => {
  await expect(requireFreeSpace(nodeFiles, path, 2 ** 60)).rejects.toThrow(WriteFault);
  await expect(requireFreeSpace(nodeFiles, path, 2 ** 60)).rejects.toThrow(
    /model takes [\d,]+ MB, and its disk has [\d,]+ MB left/,
  );
});
