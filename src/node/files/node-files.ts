import { createReadStream, type Stats } from 'node:fs';
import { open, readdir, readFile, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { glob } from 'tinyglobby';
import type { FileStatus, Files, FolderEntry, WriteContent } from '../../project/files.ts';
import { appendBytes } from './append-bytes.ts';
import { appendLine, requireAppendable } from './append-line.ts';
import { AtomicFile } from './atomic-file.ts';
import { AtomicFolder } from './atomic-folder.ts';
import { FileSource } from './file-source.ts';
import { freeBytes } from './free-bytes.ts';
import { isLocked, LockFile } from './lock-file.ts';
import { makeFolder } from './make-folder.ts';
import { requireWritableFolder } from './require-writable-folder.ts';
import { SpillFile } from './spill-file.ts';
import { syncFolder } from './sync-folder.ts';
import { clearAllUnfinished } from './unfinished-names.ts';

/** The files on the disk. */
export const nodeFiles: Files = {
  stat: async (path) => statusOf(await stat(path)),
  list: async (folder) => (await readdir(folder, { withFileTypes: true })).map(entryOf),
  realPath: (path) => realpath(path),
  resolve: (path) => resolve(path),
  glob: (pattern, { folder, kinds = 'files', ignore = [], followLinks = true } = {}) =>
    glob(pattern, {
      ...(folder === undefined ? {} : { cwd: folder }),
      onlyFiles: kinds === 'files',
      onlyDirectories: kinds === 'folders',
      expandDirectories: kinds === 'files',
      followSymbolicLinks: followLinks,
      ignore: [...ignore],
    }),
  read: (path) => readFile(path),
  open: (path) => FileSource.open(path),
  stream: (path) => createReadStream(path),
  create: (path, options) => AtomicFile.create(path, options),
  createFolder: (path) => AtomicFolder.create(path),
  writeNew,
  append: appendLine,
  appendBytes,
  makeFolder,
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { recursive: true, force: true }),
  removeIfEmpty: (folder) => rmdir(folder).catch(() => {}),
  sync: syncFolder,
  clearUnfinished: clearAllUnfinished,
  requireWritableFolder,
  requireAppendable,
  freeBytes,
  spill: () => SpillFile.create(),
  lock: (path, purpose) => LockFile.take(path, purpose),
  isLocked,
};

function statusOf(stats: Stats): FileStatus {
  const kind = stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
  return { kind, bytes: stats.size, modifiedMs: stats.mtimeMs, changedMs: stats.ctimeMs };
}

function entryOf(entry: {
  readonly name: string;
  isDirectory(): boolean;
  isFile(): boolean;
  isSymbolicLink(): boolean;
}): FolderEntry {
  const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other';
  return { name: entry.name, kind };
}

async function writeNew(path: string, content: WriteContent): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await content((bytes) => file.writeFile(bytes));
    await file.sync();
  } finally {
    await file.close();
  }
}
