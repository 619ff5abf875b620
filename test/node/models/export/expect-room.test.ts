import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WriteFault } from '../../../../src/node/files/write-fault.ts';
import { requireFreeSpace } from '../../../../src/node/models/export/expect-room.ts';

const path = join(tmpdir(), 'not-there', 'model');

test('a little has room', async () => {
  await expect(requireFreeSpace(path, 1)).resolves.toBeUndefined();
});

test('more than any disk has is refused, with what it takes and what is left', async () => {
  await expect(requireFreeSpace(path, 2 ** 60)).rejects.toThrow(WriteFault);
  await expect(requireFreeSpace(path, 2 ** 60)).rejects.toThrow(
    /model takes [\d,]+ MB, and its disk has [\d,]+ MB left/,
  );
});
