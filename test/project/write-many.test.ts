import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { WriteFault } from '../../src/project/file-faults.ts';
import type { Files } from '../../src/project/files.ts';
import { ConcurrentWrites, type KeptFile } from '../../src/project/write-many.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** Keeps texts, all with the same stem or each with its own; `named` returns their names in the folder. */
async function kept(texts: readonly string[], stemOf = (_: number) => 'post', files: Files = nodeFiles) {
  const keeper = await ConcurrentWrites.open(files, folder);
  const all: KeptFile[] = [];
  for (const [i, text] of texts.entries()) all.push(...(await keeper.keep(stemOf(i), '.md', text)));
  all.push(...(await keeper.finish()));
  const named = all.map(({ path }) => path.slice(folder.length + 1));
  return { named, wasThere: all.map((file) => file.wasThere) };
}

const contentOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
/** 'text 0', 'text 1', … */
const texts = (count: number) => Array.from({ length: count }, (_, i) => `text ${i}`);

describe('ConcurrentWrites', () => {
  it('returns every file, in order', async () => {
    const { named } = await kept(texts(100), (i) => `a${i % 60}`);
    expect(named).toEqual(texts(100).map((_, i) => `a${i % 60}${i < 60 ? '' : '-2'}.md`));
    expect(contentOf('a3-2.md')).toBe('text 63');
    expect(readdirSync(folder)).toHaveLength(100);
  });

  it('leaves a file with the same text, and writes next to any other', async () => {
    write('post.md', 'mine');
    write('post-2.md', 'new');
    expect(await kept(['new'])).toEqual({ named: ['post-2.md'], wasThere: [true] });
    expect(await kept(['newer'])).toEqual({ named: ['post-3.md'], wasThere: [false] });
    expect(readdirSync(folder).map(contentOf)).toEqual(['new', 'newer', 'mine']);
  });

  it('leaves a file with the same text under any of the names', async () => {
    const { named, wasThere } = await kept(['a', 'b', 'c', 'b', 'a', 'd']);
    expect(named).toEqual(['post.md', 'post-2.md', 'post-3.md', 'post-2.md', 'post.md', 'post-4.md']);
    expect(wasThere).toEqual([false, false, false, true, true, false]);
  });

  it.each([
    ['a gap', ['post.md', 'post-3.md'], ['a', 'b'], ['post.md', 'post-2.md', 'post-3.md', 'post-4.md']],
    ['the first missing', ['post-2.md'], ['b'], ['post.md', 'post-3.md', 'post-2.md', 'post-4.md']],
  ])('reuses existing files in a folder with %s', async (_, names, existing, expected) => {
    for (const [i, name] of names.entries()) write(name, existing[i]);
    const { named } = await kept(['a', 'x', 'b', 'y']);
    expect(named).toEqual(expected);
    expect((await kept(['a', 'x', 'b', 'y'])).wasThere).toEqual([true, true, true, true]);
    for (const [i, name] of names.entries()) expect(contentOf(name)).toBe(existing[i]);
  });

  it('takes no name that belongs to another stem', async () => {
    const stems = ['post', 'post-2', 'post', 'post-2'];
    const { named } = await kept(texts(4), (i) => stems[i]);
    expect(named).toEqual(['post.md', 'post-2.md', 'post-3.md', 'post-2-2.md']);
    expect(named.map(contentOf)).toEqual(texts(4));
    expect((await kept(texts(4), (i) => stems[i])).wasThere).toEqual([true, true, true, true]);
  });

  it('examines each existing name of a stem once, however many files share it', async () => {
    let reads = 0;
    const counted: Files = {
      ...nodeFiles,
      read: (path) => {
        reads++;
        return nodeFiles.read(path);
      },
    };
    await kept(texts(50), undefined, counted);
    // The second file compares itself with the first.
    expect(reads).toBe(1);
    reads = 0;
    expect((await kept(texts(50), undefined, counted)).wasThere).toEqual(texts(50).map(() => true));
    expect(reads).toBe(50);
    expect(readdirSync(folder)).toHaveLength(50);
  });

  it.each([
    ['one stem', () => 'post'],
    ['a stem for each', (i: number) => `post-${i}`],
  ])('writes files of %s at the same time, and waits for the disk for none', async (_, stemOf) => {
    let [writing, most] = [0, 0];
    const counted: Files = {
      ...nodeFiles,
      create: async (path, options) => {
        expect(options).toEqual({ overwrite: false, clears: false, syncs: false });
        most = Math.max(most, ++writing);
        const file = await nodeFiles.create(path, options);
        return {
          ...file,
          write: (bytes) => file.write(bytes),
          commit: () => file.commit().finally(() => writing--),
          discard: () => file.discard(),
        };
      },
    };
    await kept(texts(64), stemOf, counted);
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(16);
  });

  it.each([['post.md'], ['post-2.md']])('replaces a file that a power cut left empty: %s', async (empty) => {
    await kept(['a', 'b']);
    write(empty, '');
    const { named, wasThere } = await kept(['a', 'b']);
    expect(named).toEqual(['post.md', 'post-2.md']);
    expect(wasThere).toEqual(named.map((name) => name !== empty));
    expect(named.map(contentOf)).toEqual(['a', 'b']);
  });

  it('writes next to a file that appears meanwhile, and leaves it if it has the same text', async () => {
    for (const [text, name] of [
      ['mine', 'post-2.md'],
      ['text', 'post.md'],
    ]) {
      folder = temporaryFolder();
      const keeper = await ConcurrentWrites.open(nodeFiles, folder);
      write('post.md', text);
      await keeper.keep('post', '.md', 'text');
      expect(await keeper.finish()).toEqual([{ path: join(folder, name), wasThere: text === 'text' }]);
      expect(contentOf('post.md')).toBe(text);
    }
  });

  it('writes next to a folder of this name, and to a number that appears meanwhile', async () => {
    mkdirSync(join(folder, 'post.md'));
    write('post-2.md', 'mine');
    const keeper = await ConcurrentWrites.open(nodeFiles, folder);
    write('post-3.md', 'mine too');
    await keeper.keep('post', '.md', 'text');
    await keeper.keep('post', '.md', 'mine');
    const names = (await keeper.finish()).map(({ path }) => path.slice(folder.length + 1));
    expect(names).toEqual(['post-4.md', 'post-2.md']);
    expect(contentOf('post-3.md')).toBe('mine too');
  });

  it('reports a file that cannot be written, and leaves none incomplete', async () => {
    write('file', '');
    const keeper = await ConcurrentWrites.open(nodeFiles, join(folder, 'file'));
    await keeper.keep('a', '.md', 'x');
    await expect(keeper.finish()).rejects.toThrow(WriteFault);
    await keeper.settle();
    mkdirSync(join(folder, 'other'));
    expect(readdirSync(folder).sort()).toEqual(['file', 'other']);
  });
});
