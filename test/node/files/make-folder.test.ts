import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolder } from '../../../src/node/files/make-folder.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { requireParentFolder, requireWritableFolder } from '../../../src/node/files/require-writable-folder.ts';
import { WriteFault } from '../../../src/project/file-faults.ts';
import { writeText } from '../../../src/project/write-text.ts';
import { missingDisks, smallDisk } from '../../small-disk.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const isRoot = process.getuid?.() === 0;
const hasProc = existsSync('/proc/self/stat');

test('a folder is created with its parents, and the outermost one created is returned', async () => {
  const root = temporaryFolder();
  expect(await makeFolder(join(root, 'a', 'b', 'c'))).toBe(join(root, 'a'));
  expect(await makeFolder(join(root, 'a', 'b', 'c'))).toBeNull();
  expect(await makeFolder(join(root, 'a', 'b', 'd'))).toBe(join(root, 'a', 'b', 'd'));
  expect(await makeFolder(`${join(root, 'e')}/`)).toBe(join(root, 'e'));
  expect(await makeFolder(relative(process.cwd(), join(root, 'f', 'g')))).toBe(join(root, 'f'));
  expect(await makeFolder('/')).toBeNull();
  expect(statSync(join(root, 'a', 'b', 'c')).isDirectory()).toBe(true);
});

test('several calls for the same folders at the same time do not disturb each other', async () => {
  const root = temporaryFolder();
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(join(root, 'a', 'b', 'c', 'd'))));
  expect(statSync(join(root, 'a', 'b', 'c', 'd')).isDirectory()).toBe(true);
});

/** Places where no folder can be created; null if this machine has none of the kind. */
const places: Record<string, (root: string) => string | null> = {
  'a folder of the system that takes none': () => (hasProc ? '/proc/x' : null),
  'one below it': () => (hasProc ? '/proc/x/y/z' : null),
  'one among the facts of a process': () => (hasProc ? '/proc/self/posts' : null),
  'one in the folder of devices of the kernel': () => (existsSync('/sys/kernel') ? '/sys/kernel/x' : null),
  'a file': (root) => {
    writeFileSync(join(root, 'file'), 'text');
    return join(root, 'file');
  },
  'a folder below a file': (root) => {
    writeFileSync(join(root, 'file'), 'text');
    return join(root, 'file', 'a', 'b');
  },
  'a device': () => (existsSync('/dev/null') ? '/dev/null' : null),
  'a link to nothing': (root) => {
    symlinkSync(join(root, 'nowhere'), join(root, 'link'));
    return join(root, 'link');
  },
  'a folder below a link to itself': (root) => {
    symlinkSync(join(root, 'loop'), join(root, 'loop'));
    return join(root, 'loop', 'a');
  },
  'a name that is too long': (root) => join(root, 'n'.repeat(300)),
  'a path that is too long': (root) => join(root, ...Array.from({ length: 300 }, () => 'n'.repeat(60))),
  'a name with a NUL': (root) => join(root, 'a\0b'),
  'a folder that this person may not write': (root) => {
    if (isRoot) return null;
    mkdirSync(join(root, 'closed'));
    chmodSync(join(root, 'closed'), 0o500);
    return join(root, 'closed', 'a');
  },
  'a disk that is only read': () => (missingDisks === null ? smallDisk('ro,size=64k') : null),
  'a folder on a disk that is only read': () =>
    missingDisks === null ? join(smallDisk('ro,size=64k'), 'a', 'b') : null,
  'a disk without room for another file': () =>
    missingDisks === null ? join(smallDisk('size=64k,nr_inodes=2'), 'a', 'b') : null,
};

describe('a place where no folder can be created is refused before the work, and left unchanged', () => {
  test.each(Object.keys(places))(
    '%s',
    async (name) => {
      const root = temporaryFolder();
      const place = places[name](root);
      if (place === null) return;
      const before = readdirSync(root).sort();
      await expect(requireWritableFolder(place)).rejects.toThrow(WriteFault);
      await expect(requireWritableFolder(place)).rejects.toThrow(/^No file can be written into .*Give another folder/s);
      await expect(writeText(nodeFiles, join(place, 'post.md'), 'text')).rejects.toThrow(WriteFault);
      expect(readdirSync(root).sort()).toEqual(before);
    },
    5000,
  );
});

test('a place where files can be written is left unchanged', async () => {
  const root = temporaryFolder();
  await requireWritableFolder(join(root, 'a', 'b'));
  await requireParentFolder(join(root, 'c', 'out.npz'));
  await requireWritableFolder(root);
  expect(readdirSync(root)).toEqual([]);
  writeFileSync(join(root, 'mine'), '');
  await requireWritableFolder(root);
  expect(readdirSync(root)).toEqual(['mine']);
});
