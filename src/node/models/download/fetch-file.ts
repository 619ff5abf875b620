import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  DownloadNoteEvent,
  DownloadProgressEvent,
  DownloadWaitingEvent,
} from '../../../project/download-events.ts';
import { DownloadFault } from '../../../project/download-events.ts';
import { WriteFault } from '../../../project/file-faults.ts';
import type { HttpAnswer, HttpClient } from '../../network/client.ts';
import { TransientError } from '../../network/network-error.ts';
import { RefusedFault, requestFile } from '../../network/request-file.ts';
import type { RetryOptions } from '../../network/retry.ts';
import { beginChecksum, type Checksum } from './checksum.ts';
import type { DownloadFolder } from './download-folder.ts';
import { retryDownload } from './retry-download.ts';

/** What came is not what was announced. */
export class ChecksumFault extends DownloadFault {}

/** A file as its server announces it. */
export interface RemoteFile {
  /** Its name in the folder of the model. */
  readonly name: string;
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** Null where the server tells none; then `version` is its ETag, and the content is checked in another way. */
  readonly checksum: Checksum | null;
  /** Tells it from any other content under its name. */
  readonly version: string;
  /** The same file elsewhere on this machine; null where there is none. */
  readonly copy?: string | null;
}

export interface DownloadTools extends RetryOptions {
  readonly client: HttpClient;
}

export type FetchEvent = DownloadProgressEvent | DownloadWaitingEvent | DownloadNoteEvent;

/** So much has to come between two failures for the second one to count as the first. */
const FURTHER_BYTES = 2 ** 20;

/**
 * Brings one file into the folder, whole and with its checksum: goes on where an earlier process, or a connection that
 * broke off, stopped. Throws ChecksumFault, RefusedFault, DownloadFault, WriteFault, and the signal's reason.
 */
export async function* fetchFile(
  file: RemoteFile,
  folder: DownloadFolder,
  tools: DownloadTools,
): AsyncGenerator<FetchEvent, void, undefined> {
  const download = new FileDownload(file, folder, tools.signal);
  try {
    yield* download.resume();
    yield* retryDownload(`Downloading ${file.name}`, () => download.receive(tools.client), tools);
  } finally {
    await download.close();
  }
}

/** A file that is being downloaded: what is on the disk, and the checksum of that. */
class FileDownload {
  readonly #file: RemoteFile;
  readonly #folder: DownloadFolder;
  readonly #signal: AbortSignal | undefined;
  #handle: FileHandle | null = null;
  #hash: Hash | null = null;
  #done = 0;
  #etag: string | null = null;
  #mismatches = 0;

  constructor(file: RemoteFile, folder: DownloadFolder, signal: AbortSignal | undefined) {
    this.#file = file;
    this.#folder = folder;
    this.#signal = signal;
    this.#restart();
  }

  /** Finds what is there of it, and looks through that for its checksum. */
  async *resume(): AsyncGenerator<DownloadProgressEvent | DownloadNoteEvent, void, undefined> {
    const { name, version, bytes, copy = null, checksum } = this.#file;
    let there = await this.#folder.there(name, version);
    if (this.#folder.isOther(name, version)) {
      yield { type: 'download-note', text: `${name} begins at its first byte: what is there is of another version.` };
    }
    // A copy that is not right is found by its checksum, and then comes from the server.
    if (there === null && copy !== null && checksum !== null) {
      await this.#folder.copy(name, version, copy);
      there = await this.#folder.there(name, version);
    }
    // Without a mark of the server or a checksum nothing would tell that the rest is of another file.
    if (there === null || there.bytes > bytes || (there.etag === null && checksum === null)) return;
    this.#etag = there.etag;
    for await (const piece of createReadStream(join(this.#folder.path, name), { highWaterMark: 2 ** 20 })) {
      this.#signal?.throwIfAborted();
      this.#hash?.update(piece);
      this.#done += piece.length;
      yield this.#progress('checking');
    }
    this.#handle = await this.#folder.goOn(name);
  }

  /** Asks for what is missing, once, and checks the whole. Throws PassingTrouble where another try may help. */
  async *receive(client: HttpClient): AsyncGenerator<DownloadProgressEvent | DownloadNoteEvent, void, undefined> {
    const { name, bytes } = this.#file;
    const doneBefore = this.#done;
    try {
      if (this.#done < bytes || this.#handle === null) yield* this.#receiveRest(client);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      const { message, cause, retryAfterMs } = error;
      const madeProgress = this.#done - doneBefore >= FURTHER_BYTES;
      const after =
        this.#done > 0 ? `${message} (${this.#done.toLocaleString('en')} bytes of ${name} are there)` : message;
      throw new TransientError(after, { cause, retryAfterMs, madeProgress });
    }
    if (this.#done < bytes) {
      throw new TransientError(
        `the server ended ${name} after ${this.#done.toLocaleString('en')} of ${bytes.toLocaleString('en')} bytes`,
        {
          madeProgress: this.#done - doneBefore >= FURTHER_BYTES,
        },
      );
    }
    await this.#verify();
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  async *#receiveRest(client: HttpClient): AsyncGenerator<DownloadProgressEvent | DownloadNoteEvent, void, undefined> {
    const { name, address, headers, bytes } = this.#file;
    const answer = await this.#request(client, address, { ...headers, ...this.#range() });
    if (this.#done > 0 && !this.#continues(answer)) {
      const cause =
        answer.status === 206 ? 'the server sent another part than was asked for' : 'the server has it anew';
      yield { type: 'download-note', text: `${name} begins again at its first byte: ${cause}.` };
      this.#restart();
      if (answer.status === 206) {
        await answer.discard();
        throw new TransientError(`the server sent another part of ${name} than was asked for`);
      }
    }
    if (this.#done === 0) {
      await this.close();
      this.#etag = strongEtag(answer);
      this.#handle = await this.#folder.begin(name, { version: this.#file.version, etag: this.#etag });
    }
    for await (const piece of answer.pieces()) {
      if (this.#done + piece.length > bytes) {
        this.#restart();
        throw new TransientError(`the server sends more than the ${bytes.toLocaleString('en')} bytes of ${name}`);
      }
      await this.#write(piece);
      yield this.#progress('receiving');
    }
  }

  /** An answer; where the server does not have the part that was asked for, all of it. */
  async #request(client: HttpClient, address: string, headers: Record<string, string>): Promise<HttpAnswer> {
    try {
      return await requestFile(client, address, { headers, signal: this.#signal });
    } catch (fault) {
      if (!(fault instanceof RefusedFault) || fault.status !== 416 || this.#done === 0) throw fault;
      this.#restart();
      throw new TransientError(`the server does not have the rest of ${this.#file.name}`, { cause: fault });
    }
  }

  #range(): Record<string, string> {
    if (this.#done === 0) return {};
    return { range: `bytes=${this.#done}-`, ...(this.#etag === null ? {} : { 'if-range': this.#etag }) };
  }

  #continues({ status, headers }: HttpAnswer): boolean {
    const [, first, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
    const isRest = status === 206 && Number(first) === this.#done;
    return isRest && (total === '*' || Number(total) === this.#file.bytes);
  }

  async #write(piece: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < piece.length; ) {
        const { bytesWritten } = await this.#handle!.write(piece, at, piece.length - at, this.#done + at);
        at += bytesWritten;
      }
    } catch (cause) {
      const path = join(this.#folder.path, this.#file.name);
      throw new WriteFault(
        `${path} was not written on: ${(cause as Error).message}. What has come stays; the same command goes on from there.`,
        { cause },
      );
    }
    this.#hash?.update(piece);
    this.#done += piece.length;
  }

  /** Throws PassingTrouble for a first wrong checksum, which may come of a proxy on the way, then ChecksumFault. */
  async #verify(): Promise<void> {
    const { name, checksum, bytes } = this.#file;
    await this.#handle?.sync();
    const found = this.#hash?.digest('hex') ?? null;
    if (checksum === null || found === checksum.value) return;
    await this.close();
    await this.#folder.forget(name);
    this.#restart();
    const wrong = `checksum of ${name} is ${found}, and the server announces ${checksum.value}`;
    if (++this.#mismatches === 1) throw new TransientError(`the ${wrong}`);
    throw new ChecksumFault(
      `The ${wrong}, again. Nothing of it is kept: something on the way changes it, or what is there is damaged ` +
        `(${bytes.toLocaleString('en')} bytes, ${this.#file.address}).`,
    );
  }

  #restart(): void {
    const { checksum, bytes } = this.#file;
    this.#hash = checksum === null ? null : beginChecksum(checksum.kind, bytes);
    this.#done = 0;
    this.#etag = null;
  }

  #progress(doing: DownloadProgressEvent['doing']): DownloadProgressEvent {
    const { name, bytes } = this.#file;
    return { type: 'download-progress', doing, file: name, bytesDone: this.#done, bytes };
  }
}

/** A weak one says that two contents are as good as each other, not that their bytes are the same. */
function strongEtag({ headers }: HttpAnswer): string | null {
  const etag = headers.get('etag');
  return etag === null || etag.startsWith('W/') ? null : etag;
}
