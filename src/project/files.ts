import type { OpenFile } from '../engine/model-files.ts';

/**
 * The files that a command works with, on disk or in memory. Paths are relative to the current folder, or absolute; "/"
 * separates names everywhere. Unless stated otherwise, methods reject with an `Error` that has a system `code`
 * (`ENOENT`, `EACCES`, `ELOOP`, …); see `nullIfMissing` and `describeReadError`.
 */
export interface Files {
  /** What is at a path; links are followed. */
  stat(path: string): Promise<FileStatus>;
  /** The entries of a folder, in no particular order; links are not followed. */
  list(folder: string): Promise<readonly FolderEntry[]>;
  /** The path with all links resolved. */
  realPath(path: string): Promise<string>;
  /** The absolute path, without reading anything. */
  resolve(path: string): string;
  /** The paths that a glob matches, in no particular order. */
  glob(pattern: string, options?: GlobOptions): Promise<readonly string[]>;
  /** The bytes of a whole file. */
  read(path: string): Promise<Uint8Array>;
  /** Opens a file for random access. The caller closes it. */
  open(path: string): Promise<OpenFile>;
  /** Streams the bytes of a file or a pipe, in order. */
  stream(path: string): AsyncIterable<Uint8Array>;

  /**
   * Creates a file that appears complete or not at all. Throws WriteFault, and FileExistsFault unless `overwrite` is
   * set.
   */
  create(path: string, options: CreateOptions): Promise<UnfinishedFile>;
  /**
   * Creates a folder that appears complete or not at all, and never replaces another one. Throws FileExistsFault and
   * WriteFault.
   */
  createFolder(path: string): Promise<UnfinishedFolder>;
  /** Writes a new file directly under its name, and syncs it to disk: for folders that are renamed once complete. */
  writeNew(path: string, content: WriteContent): Promise<void>;
  /** Appends a line to a file, creating it if necessary. Throws WriteFault. */
  append(path: string, line: string): Promise<void>;
  /** Appends bytes to a file, creating it if necessary. Throws WriteFault. */
  appendBytes(path: string, bytes: Uint8Array): Promise<void>;
  /** Creates a folder and its missing parents; returns the first one created, or null. */
  makeFolder(path: string): Promise<string | null>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, or a folder with its contents. Does nothing if the path does not exist. */
  remove(path: string): Promise<void>;
  /** Removes a folder if it is empty, and does nothing otherwise. */
  removeIfEmpty(folder: string): Promise<void>;
  /** Waits until the entries of a folder are on the disk. */
  sync(folder: string): Promise<void>;
  /** Removes unfinished files that killed processes left next to a path. */
  clearUnfinished(path: string): Promise<void>;

  /** Checks that files can be written to a folder, which need not exist yet. Throws WriteFault. */
  requireWritableFolder(folder: string): Promise<void>;
  /** Checks that lines can be appended to a file, which need not exist yet. Throws WriteFault. */
  requireAppendable(path: string): Promise<void>;
  /** Free bytes on the disk of a path. */
  freeBytes(path: string): Promise<number>;

  /** Creates a list for more records than fit into memory. The caller closes it. Throws WriteFault. */
  spill<Row>(): Promise<Spill<Row>>;
  /** Locks what `path` protects against other processes. Throws LockedFault. */
  lock(path: string, purpose: LockPurpose): Promise<Lock>;
  /** Whether another process holds a lock. */
  isLocked(path: string): Promise<boolean>;
}

export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
  /** When the content, or the entry itself, last changed, in milliseconds since 1970. */
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
  /** What to match; files by default. */
  readonly kinds?: 'files' | 'folders' | 'both';
  /** Globs to ignore. */
  readonly ignore?: readonly string[];
  /** Whether links to folders are followed; yes by default. */
  readonly followLinks?: boolean;
}

/** Writes the bytes of a file, in order. */
export type WriteContent = (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>;

export interface CreateOptions {
  /** Whether an existing file may be replaced. */
  readonly overwrite: boolean;
  /**
   * Whether to first remove what killed writers left next to the path; true by default. Writers of many files do it
   * once.
   */
  readonly clears?: boolean;
  /**
   * Whether `commit` waits until the content is on the disk; true by default. Otherwise the file is whole after a kill or on a
   * full disk too, but a power cut soon afterwards may leave it empty: for many files that can be written again.
   */
  readonly syncs?: boolean;
}

/** A file being written. The caller always calls `discard` at the end. */
export interface UnfinishedFile {
  /** Throws WriteFault. */
  write(bytes: Uint8Array): Promise<void>;
  /** Moves the file into place. Throws WriteFault, and FileExistsFault if another file has appeared there. */
  commit(): Promise<void>;
  /** Removes what was written, unless it was committed. */
  discard(): Promise<void>;
}

/** A folder being written. The caller always calls `discard` at the end. */
export interface UnfinishedFolder {
  /** Writes one file; `name` may include folders. Throws WriteFault, and the errors of `content`. */
  file(name: string, content: WriteContent): Promise<void>;
  text(name: string, text: string): Promise<void>;
  /** Moves the folder into place. Throws WriteFault, and FileExistsFault if something has appeared there. */
  commit(): Promise<void>;
  /** Removes what was written, unless it was committed. */
  discard(): Promise<void>;
}

/** Records are added first, then read in order. */
export interface Spill<Row> {
  /** Accepts any value that can be cloned structurally. Throws WriteFault. */
  add(record: Row): Promise<void>;
  /** Throws WriteFault. */
  records(): AsyncGenerator<Row, void, undefined>;
  close(): Promise<void>;
}

/** The purpose of a lock, worded for the message that other processes get. */
export interface LockPurpose {
  /** What the holder does: 'trains into the same folder'. */
  readonly does: string;
  /** What to do meanwhile: 'Wait for it'. */
  readonly instead: string;
}

export interface Lock {
  release(): void;
}
