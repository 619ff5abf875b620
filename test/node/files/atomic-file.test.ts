import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { AtomicFile } from '../../../src/node/files/atomic-file.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { FileExistsFault, WriteFault } from '../../../src/project/file-faults.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const text = (content: string) => new TextEncoder().encode(content);

describe('AtomicFile', () => {
  it('appears at its path only when it is whole', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'new', 'folder', 'out');
    const file = await AtomicFile.create(path, { overwrite: false });
    await file.write(text('one '));
    await file.write(text('two'));
    expect(existsSync(path)).toBe(false);
    await file.commit();
    await file.discard();
    expect(readFileSync(path, 'utf8')).toBe('one two');
    expect(readdirSync(join(folder, 'new', 'folder'))).toEqual(['out']);
  });

  it.each([undefined, true, false])('waits for the disk unless told not to: %s', async (syncs) => {
    const path = join(temporaryFolder(), 'out');
    const handle = await open(join(temporaryFolder(), 'other'), 'w');
    await handle.close();
    const sync = vi.spyOn(Object.getPrototypeOf(handle), 'sync');
    try {
      const file = await AtomicFile.create(path, { overwrite: false, ...(syncs === undefined ? {} : { syncs }) });
      await file.write(text('one'));
      await file.commit();
      expect(sync).toHaveBeenCalledTimes(syncs === false ? 0 : 1);
      expect(readFileSync(path, 'utf8')).toBe('one');
    } finally {
      sync.mockRestore();
    }
  });

  it('leaves nothing behind when discarded, and the earlier file unchanged', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'out');
    writeFileSync(path, 'before');
    const file = await AtomicFile.create(path, { overwrite: true });
    await file.write(text('after'));
    await file.discard();
    expect(readdirSync(folder)).toEqual(['out']);
    expect(readFileSync(path, 'utf8')).toBe('before');
  });

  it('replaces a file if it may', async () => {
    const path = join(temporaryFolder(), 'out');
    writeFileSync(path, 'before');
    const file = await AtomicFile.create(path, { overwrite: true });
    await file.write(text('after'));
    await file.commit();
    expect(readFileSync(path, 'utf8')).toBe('after');
  });

  it('otherwise refuses to, even if the other file appeared in the meantime', async () => {
    const path = join(temporaryFolder(), 'out');
    const file = await AtomicFile.create(path, { overwrite: false });
    writeFileSync(path, 'meanwhile');
    await expect(file.commit()).rejects.toThrow(FileExistsFault);
    await file.discard();
    await expect(AtomicFile.create(path, { overwrite: false })).rejects.toThrow(FileExistsFault);
    expect(readFileSync(path, 'utf8')).toBe('meanwhile');
  });

  it('lets exactly one of several writers have a name, with its whole content', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'out');
    const writers = await Promise.all([1, 2, 3].map(() => AtomicFile.create(path, { overwrite: false })));
    await Promise.all(writers.map((file, i) => file.write(text(`writer ${i}`))));
    const commits = await Promise.allSettled(writers.map((file) => file.commit()));
    await Promise.all(writers.map((file) => file.discard()));
    expect(commits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const winner = commits.findIndex(({ status }) => status === 'fulfilled');
    expect(readFileSync(path, 'utf8')).toBe(`writer ${winner}`);
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('names the file that could not be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const inFile = AtomicFile.create(join(folder, 'file', 'out'), { overwrite: true });
    await expect(inFile).rejects.toThrow(/out was not written: .*file is a file, not a folder/);
    await expect(inFile).rejects.toThrow(WriteFault);
    mkdirSync(join(folder, 'taken'));
    const file = await AtomicFile.create(join(folder, 'taken'), { overwrite: true });
    await expect(file.commit()).rejects.toThrow(/taken was not written: /);
    await file.discard();
    expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
  });
});

it('the leftovers of a killed writer are removed, and nothing else', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'out');
  const file = await AtomicFile.create(path, { overwrite: false });
  const other = await AtomicFile.create(join(folder, 'other'), { overwrite: false });
  for (const name of ['out', '.out', '.out.partial', '.out.1-x.partial']) writeFileSync(join(folder, name), '');
  expect(readdirSync(folder)).toHaveLength(6);
  await nodeFiles.clearUnfinished(path);
  expect(readdirSync(folder).filter((name) => !name.startsWith('.other'))).toEqual([
    '.out',
    '.out.1-x.partial',
    '.out.partial',
    'out',
  ]);
  await file.discard();
  await other.commit();
  await other.discard();
  expect(existsSync(join(folder, 'other'))).toBe(true);
});
