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

/** The content does not match the checksum that the server announced. */
export class ChecksumFault extends DownloadFault {
  override readonly code: string = 'checksum';
}

/** A file as its server announces it. */
export interface RemoteFile {
  /** Its name in the model's folder. */
  readonly name: string;
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** Null if the server gives none. Then `version` is its ETag, and the content is checked in another way. */
  readonly checksum: Checksum | null;
  /** Distinguishes it from any other content under the same name. */
  readonly version: string;
  /** The path of the same file on this computer; null if there is none. */
  readonly copy?: string | null;
}

export interface DownloadTools extends RetryOptions {
  readonly client: HttpClient;
}

export type FetchEvent = DownloadProgressEvent | DownloadWaitingEvent | DownloadNoteEvent;

/** After this many bytes, the next failure counts as the first one again. */
const PROGRESS_BYTES = 2 ** 20;

/**
 * Downloads one file into the folder and checks it. Resumes where an earlier process, or a broken connection, stopped.
 * Throws ChecksumFault, RefusedFault, DownloadFault, WriteFault, and the signal's reason.
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

/** A file that is being downloaded: the bytes on the disk, and the checksum so far. */
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

  /** Finds the bytes of an earlier download and adds them to the checksum. */
  async *resume(): AsyncGenerator<DownloadProgressEvent | DownloadNoteEvent, void, undefined> {
    const { name, version, bytes, copy = null, checksum } = this.#file;
    let earlier = await this.#folder.downloaded(name, version);
    if (this.#folder.isOther(name, version)) {
      yield {
        type: 'download-note',
        text: `Downloading ${name} from the start: the part from an earlier download is of another version.`,
      };
    }
    // The checksum finds a damaged copy; then the file is downloaded.
    if (earlier === null && copy !== null && checksum !== null) {
      await this.#folder.copy(name, version, copy);
      earlier = await this.#folder.downloaded(name, version);
    }
    // Without an ETag or a checksum, a rest of another version would go unnoticed.
    if (earlier === null || earlier.bytes > bytes || (earlier.etag === null && checksum === null)) return;
    this.#etag = earlier.etag;
    for await (const piece of createReadStream(join(this.#folder.path, name), { highWaterMark: 2 ** 20 })) {
      this.#signal?.throwIfAborted();
      this.#hash?.update(piece);
      this.#done += piece.length;
      yield this.#progress('checking');
    }
    this.#handle = await this.#folder.reopen(name);
  }

  /** Requests the missing bytes once, and checks the whole file. Throws TransientError if another try may help. */
  async *receive(client: HttpClient): AsyncGenerator<DownloadProgressEvent | DownloadNoteEvent, void, undefined> {
    const { name, bytes } = this.#file;
    const doneBefore = this.#done;
    try {
      if (this.#done < bytes || this.#handle === null) yield* this.#receiveRest(client);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      const { message, cause, retryAfterMs } = error;
      const madeProgress = this.#done - doneBefore >= PROGRESS_BYTES;
      const done = this.#done > 0 ? ` (${this.#done.toLocaleString('en')} bytes of ${name} are downloaded)` : '';
      throw new TransientError(`${message}${done}`, { cause, retryAfterMs, madeProgress });
    }
    if (this.#done < bytes) {
      throw new TransientError(
        `the server ended ${name} after ${this.#done.toLocaleString('en')} of ${bytes.toLocaleString('en')} bytes`,
        {
          madeProgress: this.#done - doneBefore >= PROGRESS_BYTES,
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
        answer.status === 206
          ? 'the server sent a part that was not requested'
          : 'the server has another version of it';
      yield { type: 'download-note', text: `Downloading ${name} from the start: ${cause}.` };
      this.#restart();
      if (answer.status === 206) {
        await answer.discard();
        throw new TransientError(`the server sent a part of ${name} that was not requested`);
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
        throw new TransientError(`the server sent more than the ${bytes.toLocaleString('en')} bytes of ${name}`);
      }
      await this.#write(piece);
      yield this.#progress('receiving');
    }
  }

  /** Requests the rest of the file. If the server does not have that part, the next try begins at the first byte. */
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
        `${path} could not be written: ${(cause as Error).message}. The downloaded part is kept; run the same command again to resume.`,
        { cause },
      );
    }
    this.#hash?.update(piece);
    this.#done += piece.length;
  }

  /** Throws TransientError for the first wrong checksum, which a proxy may have caused, and ChecksumFault for the second. */
  async #verify(): Promise<void> {
    const { name, checksum, bytes } = this.#file;
    await this.#handle?.sync();
    const found = this.#hash?.digest('hex') ?? null;
    if (checksum === null || found === checksum.value) return;
    await this.close();
    await this.#folder.forget(name);
    this.#restart();
    const wrong = `checksum of ${name} is ${found}, but the server announces ${checksum.value}`;
    if (++this.#mismatches === 1) throw new TransientError(`the ${wrong}`);
    throw new ChecksumFault(
      `The ${wrong}, again. The file was removed: it is damaged on the server, or something on the way changes it ` +
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

/** A weak ETag only says that two contents are equivalent, not that their bytes are the same. */
function strongEtag({ headers }: HttpAnswer): string | null {
  const etag = headers.get('etag');
  return etag === null || etag.startsWith('W/') ? null : etag;
}
