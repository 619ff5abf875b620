import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileShrankFault, FileSource } from '../../../src/node/files/file-source.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('FileSource', () => {
  it('reads the requested bytes', async () => {
    const path = join(temporaryFolder(), 'bytes');
    writeFileSync(path, Uint8Array.of(1, 2, 3, 4, 5));
    const source = await FileSource.open(path);
    expect([source.name, source.byteLength]).toEqual([path, 5]);
    expect(await source.read(1, 3)).toEqual(Uint8Array.of(2, 3, 4));
    expect(await source.read(5, 0)).toEqual(new Uint8Array());
    await source.close();
  });

  it('reports a file that became shorter', async () => {
    const path = join(temporaryFolder(), 'bytes');
    writeFileSync(path, new Uint8Array(10));
    const source = await FileSource.open(path);
    truncateSync(path, 4);
    await expect(source.read(2, 8)).rejects.toThrow(FileShrankFault);
    await source.close();
  });
});
