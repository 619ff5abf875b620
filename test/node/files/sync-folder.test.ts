import { join } from 'node:path';
import { expect, test } from 'vitest';
import { syncFolder } from '../../../src/node/files/sync-folder.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

test('a folder is synced if possible, and an error of the disk is thrown', async () => {
  const folder = temporaryFolder();
  await syncFolder(folder);
  await expect(syncFolder(join(folder, 'none'))).rejects.toThrow('ENOENT');
});
