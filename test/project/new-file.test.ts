import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import type { Files } from '../../src/project/files.ts';
import { keepFile, TakenNames, writeNewFile } from '../../src/project/new-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

describe('writeNewFile', () => {
  it('creates the folder and writes the whole text', async () => {
    const path = await writeNewFile(nodeFiles, join(folder, 'a', 'b'), 'sample-1', '.txt', 'Grüße\n');
    expect(path).toBe(join(folder, 'a', 'b', 'sample-1.txt'));
    expect(await readFile(path, 'utf8')).toBe('Grüße\n');
  });

  it('never changes existing files', async () => {
    await writeFile(join(folder, 'sample-1.txt'), 'mine');
    await writeFile(join(folder, 'sample-1-2.txt'), 'mine too');
    expect(await writeNewFile(nodeFiles, folder, 'sample-1', '.txt', 'new')).toBe(join(folder, 'sample-1-3.txt'));
    const contents = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
    expect(await Promise.all(contents)).toEqual(['mine too', 'new', 'mine']);
  });
});

describe('keepFile', () => {
  it('keeps a file with the same text, and writes next to any other', async () => {
    await writeFile(join(folder, 'post.md'), 'mine');
    await writeFile(join(folder, 'post-2.md'), 'new');
    expect(await keepFile(nodeFiles, folder, 'post', '.md', 'new')).toEqual({
      path: join(folder, 'post-2.md'),
      wasThere: true,
    });
    expect(await keepFile(nodeFiles, folder, 'post', '.md', 'newer')).toEqual({
      path: join(folder, 'post-3.md'),
      wasThere: false,
    });
    expect(await readFile(join(folder, 'post.md'), 'utf8')).toBe('mine');
  });

  it('keeps a file with the same text under any of the names', async () => {
    const taken = new TakenNames();
    const kept = [];
    for (const text of ['a', 'b', 'c', 'b', 'a', 'd']) {
      kept.push(await keepFile(nodeFiles, folder, 'post', '.md', text, taken));
    }
    const names = ['post.md', 'post-2.md', 'post-3.md', 'post-2.md', 'post.md', 'post-4.md'];
    expect(kept.map(({ path }) => path)).toEqual(names.map((name) => join(folder, name)));
    expect(kept.map(({ wasThere }) => wasThere)).toEqual([false, false, false, true, true, false]);
  });

  it('examines each name of a stem once, however many files share it', async () => {
    let [reads, creations] = [0, 0];
    const counted: Files = {
      ...nodeFiles,
      read: (path) => {
        reads++;
        return nodeFiles.read(path);
      },
      create: (path, options) => {
        creations++;
        return nodeFiles.create(path, options);
      },
    };
    const texts = Array.from({ length: 50 }, (_, i) => `text ${i}`);
    for (const written of [true, false]) {
      [reads, creations] = [0, 0];
      const taken = new TakenNames();
      const kept = [];
      for (const text of texts) kept.push(await keepFile(counted, folder, 'post', '.md', text, taken));
      expect(kept.map(({ wasThere }) => wasThere)).toEqual(texts.map(() => !written));
      // Only the first name is examined twice: when it is found, and when a second file wants it.
      expect(creations).toBe(texts.length + 1);
      expect(reads).toBe(written ? 1 : texts.length + 1);
    }
    expect(await readdir(folder)).toHaveLength(texts.length);
  });

  it('examines the other names after one that cannot be read', async () => {
    await mkdir(join(folder, 'post.md'));
    await writeFile(join(folder, 'post-2.md'), 'mine');
    const taken = new TakenNames();
    const [first, second] = [
      await keepFile(nodeFiles, folder, 'post', '.md', 'mine', taken),
      await keepFile(nodeFiles, folder, 'post', '.md', 'new', taken),
    ];
    expect(first).toEqual({ path: join(folder, 'post-2.md'), wasThere: true });
    expect(second).toEqual({ path: join(folder, 'post-3.md'), wasThere: false });
  });
});
