import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileExistsFault, writing } from '../../project/file-faults.ts';
import type { CreateOptions, UnfinishedFile } from '../../project/files.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { exists } from './exists.ts';
import { makeFolder } from './make-folder.ts';
import { clearAbandoned, unfinishedPath } from './unfinished-names.ts';

/** Bytes that are collected before they are written. */
const CHUNK_BYTES = 2 ** 16;

/**
 * A file that appears whole or not at all. It is written under a temporary name in the same folder and renamed by `commit`;
 * until then the earlier file at `path` stays. The caller always calls `discard` at the end.
 */
export class AtomicFile implements UnfinishedFile {
  readonly #path: string;
  readonly #partial: string;
  readonly #overwrite: boolean;
  readonly #syncs: boolean;
  #file: FileHandle | null;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #isCommitted = false;

  private constructor(path: string, partial: string, { overwrite, syncs = true }: CreateOptions, file: FileHandle) {
    this.#path = path;
    this.#partial = partial;
    this.#overwrite = overwrite;
    this.#syncs = syncs;
    this.#file = file;
  }

  /** Creates the folder if needed. Throws FileExistsFault unless it may `overwrite`, and WriteFault. */
  static async create(path: string, options: CreateOptions): Promise<AtomicFile> {
    const { overwrite, clears = true } = options;
    if (!overwrite) await refuseExisting(path);
    const partial = unfinishedPath(path);
    return writing(path, async () => {
      if (clears) await clearAbandoned(path);
      return new AtomicFile(path, partial, options, await opened(partial));
    });
  }

  /** Collects short pieces, so some are written later. Throws WriteFault. */
  async write(bytes: Uint8Array): Promise<void> {
    // The caller may reuse the array.
    this.#pending.push(bytes.byteLength < CHUNK_BYTES ? bytes.slice() : bytes);
    this.#pendingBytes += bytes.byteLength;
    if (this.#pendingBytes >= CHUNK_BYTES) await this.#writePending();
  }

  /** Moves the file to its place. Throws FileExistsFault if another one has appeared there, and WriteFault. */
  async commit(): Promise<void> {
    await this.#writePending();
    await writing(this.#path, async () => {
      if (this.#syncs) await this.#file!.sync();
      await this.#close();
      if (this.#overwrite) await rename(this.#partial, this.#path);
      else await place(this.#partial, this.#path);
      this.#isCommitted = true;
    });
  }

  /** Removes what was written, unless it was committed. */
  async discard(): Promise<void> {
    if (this.#isCommitted) return;
    await this.#close();
    await nullIfMissing(unlink(this.#partial));
  }

  async #writePending(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (pending.length === 0) return;
    await writing(this.#path, () => this.#file!.writeFile(pending.length === 1 ? pending[0] : Buffer.concat(pending)));
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }
}

/** Opens a new file. Its folder nearly always exists, so that it is only created if opening fails. */
async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    await makeFolder(dirname(path));
    return open(path, 'w');
  }
}

/**
 * Renames a file to `path` unless that exists. A hard link can only be made while the name is free, even if another
 * process wants it at the same moment. File systems without links (FAT) get a check and then a rename.
 */
async function place(partial: string, path: string): Promise<void> {
  try {
    await link(partial, path);
  } catch (error) {
    await refuseExisting(path);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    await rename(partial, path);
    return;
  }
  await nullIfMissing(unlink(partial));
}

async function refuseExisting(path: string): Promise<void> {
  if (await exists(path))
    throw new FileExistsFault(`${path} already exists; give another name, or --overwrite to replace it.`);
}
