import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectRoom } from '../../../src/node/exports/expect-room.ts';
import { WriteFault } from '../../../src/node/files/write-fault.ts';

const path = join(tmpdir(), 'not-there', 'model');

test('a little has room', async () => {
  await expect(expectRoom(path, 1)).resolves.toBeUndefined();
});

test('more than any disk has is refused, with what it takes and what is left', async () => {
  await expect(expectRoom(path, 2 ** 60)).rejects.toThrow(WriteFault);
  await expect(expectRoom(path, 2 ** 60)).rejects.toThrow(/model takes [\d,]+ MB, and its disk has [\d,]+ MB left/);
});
