import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { WriteFault } from '../../src/project/file-faults.ts';
import { ConcurrentWrites } from '../../src/project/write-many.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('ConcurrentWrites', () => {
  it('returns every file, in order', async () => {
    const folder = temporaryFolder();
    const keeper = new ConcurrentWrites(nodeFiles, folder);
    const kept = [];
    for (let i = 0; i < 100; i++) kept.push(...(await keeper.keep(`a${i % 60}`, '.md', `text ${i}`)));
    kept.push(...(await keeper.finish()));
    const names = Array.from({ length: 100 }, (_, i) => `a${i % 60}${i < 60 ? '' : '-2'}.md`);
    expect(kept.map(({ path }) => path)).toEqual(names.map((name) => join(folder, name)));
    expect(readFileSync(join(folder, 'a3-2.md'), 'utf8')).toBe('text 63');
    expect(readdirSync(folder)).toHaveLength(100);
  });

  it('reports a file that cannot be written, and leaves none incomplete', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const keeper = new ConcurrentWrites(nodeFiles, join(folder, 'file'));
    await keeper.keep('a', '.md', 'x');
    await expect(keeper.finish()).rejects.toThrow(WriteFault);
    await keeper.settle();
    mkdirSync(join(folder, 'other'));
    expect(readdirSync(folder).sort()).toEqual(['file', 'other']);
  });
});
