import { type FileHandle, open } from 'node:fs/promises';
import type { OpenFile } from '../../engine/model-files.ts';
import { Fault } from '../../fault.ts';

/** A file that became shorter while it was read. */
export class FileShrankFault extends Fault {
  override readonly code: string = 'file-shrank';
}

/** A byte source over a file on disk. The caller closes it. */
export class FileSource implements OpenFile {
  readonly name: string;
  readonly byteLength: number;
  readonly #file: FileHandle;

  private constructor(path: string, byteLength: number, file: FileHandle) {
    this.name = path;
    this.byteLength = byteLength;
    this.#file = file;
  }

  /** Throws the system's error if the file is missing or cannot be read. */
  static async open(path: string): Promise<FileSource> {
    const file = await open(path);
    try {
      return new FileSource(path, (await file.stat()).size, file);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async read(offset: number, bytes: number): Promise<Uint8Array> {
    const content = new Uint8Array(bytes);
    for (let done = 0; done < bytes; ) {
      const { bytesRead } = await this.#file.read(content, done, bytes - done, offset + done);
      if (bytesRead === 0) {
        throw new FileShrankFault(`${this.name} ends before byte ${offset + bytes}: it changed while it was read.`);
      }
      done += bytesRead;
    }
    return content;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
