import type { OpenFile } from '../engine/model-files.ts';

/**
 * The files that a command works with: those of a disk, or of memory. Paths are relative to the current folder, or
 * absolute; "/" separates names everywhere. Unless a method says otherwise, it rejects with an `Error` that has the `code`
 * of the system (`ENOENT`, `EACCES`, `ELOOP`, …); see `nullIfMissing` and `describeReadError`.
 */
export interface Files {
  /** What is at a path; links are followed. */
  stat(path: string): Promise<FileStatus>;
  /** The entries of a folder, in no particular order; links are not followed. */
  list(folder: string): Promise<readonly FolderEntry[]>;
  /** The path without links on the way to it. */
  realPath(path: string): Promise<string>;
  /** An absolute path for a path, without reading anything. */
  resolve(path: string): string;
  /** The paths that a glob matches, in no particular order. */
  glob(pattern: string, options?: GlobOptions): Promise<readonly string[]>;
  /** The bytes of a whole file. */
  read(path: string): Promise<Uint8Array>;
  /** A file whose bytes are read where they are asked for. The caller closes it. */
  open(path: string): Promise<OpenFile>;
  /** The bytes of a file, or of a pipe, in order. */
  stream(path: string): AsyncIterable<Uint8Array>;

  /** A file that appears whole or not at all. Throws FileExistsFault unless it may `overwrite`, and WriteFault. */
  create(path: string, options: CreateOptions): Promise<UnfinishedFile>;
  /** A folder that appears whole or not at all, and never replaces another one. Throws FileExistsFault and WriteFault. */
  createFolder(path: string): Promise<UnfinishedFolder>;
  /** A new file under its own name, on the disk for good when this returns: for folders that are renamed once whole. */
  writeNew(path: string, content: WriteContent): Promise<void>;
  /** Adds a line to the end of a file, which is made if need be. Throws WriteFault. */
  append(path: string, line: string): Promise<void>;
  /** Makes a folder and the missing ones around it; returns the first one made, or null. */
  makeFolder(path: string): Promise<string | null>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, or a folder with all that is in it; nothing at the path is fine. */
  remove(path: string): Promise<void>;
  /** Removes a folder if it is empty; anything else stays. */
  removeIfEmpty(folder: string): Promise<void>;
  /** Waits until the entries of a folder are on the disk. */
  sync(folder: string): Promise<void>;
  /** Removes what killed processes left of an unfinished file next to its path. */
  clearUnfinished(path: string): Promise<void>;

  /** Tries whether files can be written into a folder, which need not exist yet. Throws WriteFault. */
  requireWritableFolder(folder: string): Promise<void>;
  /** Tries whether lines can be added to a file, which need not exist yet. Throws WriteFault. */
  requireAppendable(path: string): Promise<void>;
  /** Bytes that can still be written where a path is. */
  freeBytes(path: string): Promise<number>;

  /** A list for more records than fit into memory. The caller closes it. Throws WriteFault. */
  spill<Row>(): Promise<Spill<Row>>;
  /** Keeps other processes out of what `path` protects. Throws LockedFault. */
  lock(path: string, purpose: LockPurpose): Promise<Lock>;
  /** Whether another process holds a lock. */
  isLocked(path: string): Promise<boolean>;
}

export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
  /** When the content, or the entry itself, changed last, in milliseconds since 1970. */
  readonly modifiedMs: number;
  readonly changedMs: number;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

export interface GlobOptions {
  /** The folder that the pattern, and the paths, are relative to; the current one by default. */
  readonly folder?: string;
  /** What is matched; files by default. */
  readonly kinds?: 'files' | 'folders' | 'both';
  /** Globs of what is not looked at. */
  readonly ignore?: readonly string[];
  /** Whether links to folders are followed; yes by default. */
  readonly followLinks?: boolean;
}

/** Writes the bytes of a file, in order. */
export type WriteContent = (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>;

export interface CreateOptions {
  /** Whether it may replace another file. */
  readonly overwrite: boolean;
  /** Whether leftovers of killed writers next to the path are removed first; yes by default. Writers of many files do it once. */
  readonly clears?: boolean;
}

/** A file that is being written. The caller calls `discard` in the end, in any case. */
export interface UnfinishedFile {
  /** Throws WriteFault. */
  write(bytes: Uint8Array): Promise<void>;
  /** Puts the file in its place. Throws FileExistsFault if another one has appeared there, and WriteFault. */
  commit(): Promise<void>;
  /** Removes what was written, unless it was committed. */
  discard(): Promise<void>;
}

/** A folder that is being written. The caller calls `discard` in the end, in any case. */
export interface UnfinishedFolder {
  /** Writes one file; `name` may begin with folders. Throws WriteFault, and what `content` throws. */
  file(name: string, content: WriteContent): Promise<void>;
  text(name: string, text: string): Promise<void>;
  /** Puts the folder in its place. Throws FileExistsFault if something has appeared there, and WriteFault. */
  commit(): Promise<void>;
  /** Removes what was written, unless it was committed. */
  discard(): Promise<void>;
}

/** Records are added first, then read in order. */
export interface Spill<Row> {
  /** Takes whatever structured cloning takes. Throws WriteFault. */
  add(record: Row): Promise<void>;
  /** Throws WriteFault. */
  records(): AsyncGenerator<Row, void, undefined>;
  close(): Promise<void>;
}

/** What a lock is for, in the words of the message that others get. */
export interface LockPurpose {
  /** What its holder does: 'trains into the same folder'. */
  readonly does: string;
  /** What another process can do in the meantime: 'Wait for it'. */
  readonly instead: string;
}

export interface Lock {
  release(): void;
}
