import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { WriteFault } from '../../project/file-faults.ts';
import type { Spill } from '../../project/files.ts';
import { clearAbandoned, unfinishedPath } from './unfinished-names.ts';

/** Bytes that are collected before they are written, and read in one go; a longer record is read alone. */
const CHUNK_BYTES = 2 ** 20;

/**
 * A list on disk, for more records than fit into memory: first all records are added, then all are read, in order. Its file
 * is in the system's temporary folder, readable by this user only, and is unlinked right after it is opened, so nothing
 * remains however the process ends. (If the process is killed before that, the next list removes the file.) The caller
 * closes it.
 */
export class SpillFile<Row> implements Spill<Row> {
  readonly #file: FileHandle;
  /** Bytes of each record, in order. */
  readonly #bytes: number[] = [];
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Throws WriteFault. */
  static async create<Row>(): Promise<SpillFile<Row>> {
    return reportingWrites(async () => {
      const place = join(tmpdir(), 'tpdne-records');
      await clearAbandoned(place);
      const folder = unfinishedPath(place);
      await mkdir(folder, 0o700);
      try {
        return new SpillFile<Row>(await open(join(folder, 'records'), 'wx+', 0o600));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  /** Adds a value that structured cloning supports. Throws WriteFault. */
  async add(record: Row): Promise<void> {
    const content = serialize(record);
    this.#bytes.push(content.byteLength);
    this.#pending.push(content);
    this.#pendingBytes += content.byteLength;
    if (this.#pendingBytes >= CHUNK_BYTES) await this.#write();
  }

  /** Throws WriteFault. */
  async *records(): AsyncGenerator<Row, void, undefined> {
    await this.#write();
    let offset = 0;
    for (let from = 0; from < this.#bytes.length; ) {
      let [to, bytes] = [from, 0];
      do bytes += this.#bytes[to++];
      while (to < this.#bytes.length && bytes + this.#bytes[to] <= CHUNK_BYTES);
      const content = await this.#read(offset, bytes);
      offset += bytes;
      for (let at = 0; from < to; at += this.#bytes[from++]) {
        yield deserialize(content.subarray(at, at + this.#bytes[from])) as Row;
      }
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #write(): Promise<void> {
    const content = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    await reportingWrites(() => this.#file.writeFile(content));
  }

  async #read(offset: number, bytes: number): Promise<Uint8Array> {
    const content = new Uint8Array(bytes);
    for (let done = 0; done < bytes; ) {
      done += (await this.#file.read(content, done, bytes - done, offset + done)).bytesRead;
    }
    return content;
  }
}

async function reportingWrites<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw new WriteFault(
      `The posts could not be stored in ${tmpdir()} while they are read: ${(cause as Error).message}. Free some space there, or set TMPDIR to another folder.`,
      { cause },
    );
  }
}
