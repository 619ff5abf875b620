import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { maxTextBytes, readTextFile, UnreadableFault } from '../../../src/project/text/read-text-file.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('readTextFile', () => {
  it('reads a file as text', async () => {
    const path = join(temporaryFolder(), 'a.md');
    writeFileSync(path, '\uFEFFone\r\ntwo');
    expect(await readTextFile(nodeFiles, path, 'utf-8')).toBe('one\ntwo');
  });

  it('names the file and what is wrong', async () => {
    const folder = temporaryFolder();
    const gone = readTextFile(nodeFiles, join(folder, 'gone.md'), 'utf-8');
    await expect(gone).rejects.toThrow(/gone\.md cannot be read: it no longer exists/);
    await expect(readTextFile(nodeFiles, folder, 'utf-8')).rejects.toThrow(UnreadableFault);
    const path = join(folder, 'latin.md');
    writeFileSync(path, Uint8Array.of(0xe9));
    await expect(readTextFile(nodeFiles, path, 'utf-8')).rejects.toThrow(
      /latin\.md cannot be read: it is not text in utf-8/,
    );
  });

  it('refuses a file too large for memory', async () => {
    const path = join(temporaryFolder(), 'large.md');
    writeFileSync(path, '');
    truncateSync(path, maxTextBytes + 1);
    await expect(readTextFile(nodeFiles, path, 'utf-8')).rejects.toThrow(/268435457 bytes.*at most 268435456/);
  });
});
