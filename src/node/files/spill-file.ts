import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { WriteFault } from '../../project/file-faults.ts';
import type { Spill } from '../../project/files.ts';
import { clearAbandoned, unfinishedPath } from './unfinished-names.ts';

/** Bytes that are gathered before they are written, and read at once unless a record has more. */
const BYTES_AT_ONCE = 2 ** 20;

/**
 * A list that lies on disk while it is worked on, for more records than there is memory: first all are added, then all
 * are read, in order. It is in the folder for temporary files, where only this person may read it, and it has no name
 * there any more: however the process ends, nothing stays; what a kill leaves in the moment before goes with the next one.
 * Whoever creates one closes it.
 */
export class SpillFile<Row> implements Spill<Row> {
  readonly #file: FileHandle;
  /** Of each record that was added. */
  readonly #bytes: number[] = [];
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Throws WriteFault. */
  static async create<Row>(): Promise<SpillFile<Row>> {
    return told(async () => {
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

  /** Whatever structured cloning takes. Throws WriteFault. */
  async add(record: Row): Promise<void> {
    const content = serialize(record);
    this.#bytes.push(content.byteLength);
    this.#waiting.push(content);
    this.#waitingBytes += content.byteLength;
    if (this.#waitingBytes >= BYTES_AT_ONCE) await this.#write();
  }

  /** Throws WriteFault. */
  async *records(): AsyncGenerator<Row, void, undefined> {
    await this.#write();
    let offset = 0;
    for (let from = 0; from < this.#bytes.length; ) {
      let [to, bytes] = [from, 0];
      do bytes += this.#bytes[to++];
      while (to < this.#bytes.length && bytes + this.#bytes[to] <= BYTES_AT_ONCE);
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
    const content = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    await told(() => this.#file.writeFile(content));
  }

  async #read(offset: number, bytes: number): Promise<Uint8Array> {
    const content = new Uint8Array(bytes);
    for (let done = 0; done < bytes; ) {
      done += (await this.#file.read(content, done, bytes - done, offset + done)).bytesRead;
    }
    return content;
  }
}

async function told<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw new WriteFault(
      `The posts could not be kept in ${tmpdir()} while they are read: ${(cause as Error).message}. Make room there, or name another folder in TMPDIR.`,
      { cause },
    );
  }
}
