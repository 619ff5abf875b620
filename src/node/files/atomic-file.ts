import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileExistsFault, writing } from '../../project/file-faults.ts';
import type { CreateOptions, UnfinishedFile } from '../../project/files.ts';
import { exists } from './exists.ts';
import { makeFolder } from './make-folder.ts';
import { clearAbandoned, unfinishedPath } from './unfinished-names.ts';

/** Bytes that are gathered before they are written. */
const BYTES_AT_ONCE = 2 ** 16;

/**
 * A file that appears whole or not at all: written under a name of its own in the same folder, renamed by `commit`.
 * Until then what was at `path` before is still there. Whoever creates one calls `discard` in the end, in any case.
 */
export class AtomicFile implements UnfinishedFile {
  readonly #path: string;
  readonly #beside: string;
  readonly #overwrite: boolean;
  #file: FileHandle | null;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  private constructor(path: string, beside: string, overwrite: boolean, file: FileHandle) {
    this.#path = path;
    this.#beside = beside;
    this.#overwrite = overwrite;
    this.#file = file;
  }

  /** Makes the folder if need be. Throws FileExistsFault, unless told to `overwrite`, and WriteFault. */
  static async create(path: string, { overwrite, clears = true }: CreateOptions): Promise<AtomicFile> {
    if (!overwrite) await refuseExisting(path);
    const beside = unfinishedPath(path);
    return writing(path, async () => {
      await makeFolder(dirname(path));
      if (clears) await clearAbandoned(path);
      return new AtomicFile(path, beside, overwrite, await open(beside, 'w'));
    });
  }

  /** Short pieces are written together, some of them later. Throws WriteFault. */
  async write(bytes: Uint8Array): Promise<void> {
    // Whoever gave them may use them for others.
    this.#waiting.push(bytes.byteLength < BYTES_AT_ONCE ? bytes.slice() : bytes);
    this.#waitingBytes += bytes.byteLength;
    if (this.#waitingBytes >= BYTES_AT_ONCE) await this.#writeWaiting();
  }

  /** Puts the file in its place. Throws FileExistsFault if another one has come there since, and WriteFault. */
  async commit(): Promise<void> {
    await this.#writeWaiting();
    await writing(this.#path, async () => {
      await this.#file!.sync();
      await this.#close();
      if (this.#overwrite) await rename(this.#beside, this.#path);
      else await place(this.#beside, this.#path);
    });
  }

  /** Takes away what was written, unless it was committed. */
  async discard(): Promise<void> {
    await this.#close();
    await rm(this.#beside, { force: true });
  }

  async #writeWaiting(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (waiting.length === 0) return;
    await writing(this.#path, () => this.#file!.writeFile(waiting.length === 1 ? waiting[0] : Buffer.concat(waiting)));
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }
}

/**
 * Gives a file the name `path` if nothing has it. A second link to it can be made only while the name is free, whoever
 * else wants it at this moment; file systems that know no links (FAT) are asked first and then told.
 */
async function place(beside: string, path: string): Promise<void> {
  try {
    await link(beside, path);
  } catch (error) {
    await refuseExisting(path);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    await rename(beside, path);
    return;
  }
  await rm(beside, { force: true });
}

async function refuseExisting(path: string): Promise<void> {
  if (await exists(path))
    throw new FileExistsFault(`${path} is there already; give another name, or --overwrite to replace it.`);
}
