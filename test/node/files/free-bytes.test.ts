import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freeBytes } from '../../../src/node/files/free-bytes.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

it('freeBytes returns the space of the nearest folder that exists', async () => {
  const folder = temporaryFolder();
  const { blocks, bsize } = statfsSync(folder);
  const free = await freeBytes(join(folder, 'not', 'yet', 'there'));
  expect(free).toBeGreaterThan(0);
  expect(free).toBeLessThanOrEqual(blocks * bsize);
});
