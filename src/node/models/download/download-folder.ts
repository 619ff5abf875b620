import {
  constants,
  copyFile,
  type FileHandle,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { WriteFault } from '../../../project/file-faults.ts';
import type { LockPurpose } from '../../../project/files.ts';
import { BEGUN, formatOrigin, ORIGIN, type Origin } from '../../../project/origin.ts';
import { AtomicFolder } from '../../files/atomic-folder.ts';
import { LockFile } from '../../files/lock-file.ts';

/** A file whose download has begun. */
export interface BegunFile {
  /** Distinguishes it from any other content under the same name. */
  readonly version: string;
  /** The strong ETag from the server that sent the beginning; null if it gave none. */
  readonly etag: string | null;
}

const LOCK = 'lock';

const DOWNLOADING: LockPurpose = { does: 'downloads the same model', instead: 'Wait for it' };

/**
 * The folder of a model that is being downloaded, next to its final place. It keeps what was downloaded however the process
 * ends, and the next process resumes it. The caller closes it.
 */
export class DownloadFolder {
  readonly #folder: AtomicFolder;
  readonly #lock: LockFile;
  readonly #begun: Record<string, BegunFile>;
  readonly #before: ReadonlySet<string>;

  private constructor(folder: AtomicFolder, lock: LockFile, begun: Record<string, BegunFile>) {
    this.#folder = folder;
    this.#lock = lock;
    this.#begun = begun;
    this.#before = new Set(Object.keys(begun));
  }

  /** Opens the folder for a model at `path`. Throws FileExistsFault, LockedFault and WriteFault. */
  static async open(path: string): Promise<DownloadFolder> {
    const folder = await AtomicFolder.resume(path);
    const lock = await LockFile.take(join(folder.partial, LOCK), DOWNLOADING);
    return new DownloadFolder(folder, lock, await readBegun(join(folder.partial, BEGUN)));
  }

  /** The folder of its files. */
  get path(): string {
    return this.#folder.partial;
  }

  /** Whether any file has been begun, by this process or an earlier one. */
  get hasBegun(): boolean {
    return Object.keys(this.#begun).length > 0;
  }

  /** Whether an earlier process began to download a file. */
  wasBegun(name: string): boolean {
    return this.#before.has(name);
  }

  /** Whether an earlier process began to download another version of a file. */
  isOther(name: string, version: string): boolean {
    return this.#before.has(name) && this.#begun[name]?.version !== version;
  }

  /** What was downloaded of this version of a file; null if there is nothing to resume. */
  async downloaded(
    name: string,
    version: string,
  ): Promise<{ readonly bytes: number; readonly etag: string | null } | null> {
    const begun = Object.hasOwn(this.#begun, name) ? this.#begun[name] : undefined;
    if (begun?.version !== version) return null;
    const bytes = await stat(join(this.path, name)).then(
      ({ size }) => size,
      () => 0,
    );
    return bytes === 0 ? null : { bytes, etag: begun.etag };
  }

  /** Starts a file from its first byte and records its version. Returns it, open for writing. Throws WriteFault. */
  async begin(name: string, begun: BegunFile): Promise<FileHandle> {
    return this.#reportingWrites(name, async () => {
      await rm(join(this.path, name), { force: true });
      this.#begun[name] = begun;
      await this.#remember();
      return open(join(this.path, name), 'wx');
    });
  }

  /** Opens a begun file for writing. Throws WriteFault. */
  reopen(name: string): Promise<FileHandle> {
    return this.#reportingWrites(name, () => open(join(this.path, name), 'r+'));
  }

  /** Copies a whole file from this computer; the copy shares its blocks if the file system supports that. Throws WriteFault. */
  async copy(name: string, version: string, from: string): Promise<void> {
    await (await this.begin(name, { version, etag: null })).close();
    await this.#reportingWrites(name, () => copyFile(from, join(this.path, name), constants.COPYFILE_FICLONE));
  }

  /** Writes a whole file whose content has been checked. Throws WriteFault. */
  async put(name: string, content: Uint8Array): Promise<void> {
    await rm(join(this.path, name), { force: true });
    await this.#folder.file(name, (write) => write(content));
  }

  /** Removes a file. Throws WriteFault. */
  async forget(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true });
    delete this.#begun[name];
    await this.#reportingWrites(name, () => this.#remember());
  }

  /** Moves the model to its place, with these files and a record of their origin. Throws FileExistsFault and WriteFault. */
  async commit(names: readonly string[], origin: Origin): Promise<void> {
    await rm(join(this.path, ORIGIN), { force: true });
    await this.#folder.text(ORIGIN, formatOrigin(origin));
    for (const name of await readdir(this.path)) {
      if (name !== ORIGIN && !names.includes(name)) await rm(join(this.path, name), { recursive: true, force: true });
    }
    await this.#folder.commit();
  }

  /** Removes everything that was downloaded. */
  discard(): Promise<void> {
    return this.#folder.discard();
  }

  close(): void {
    this.#lock.release();
  }

  async #remember(): Promise<void> {
    const path = join(this.path, BEGUN);
    await writeFile(`${path}.new`, `${JSON.stringify(this.#begun, null, 2)}\n`);
    await rename(`${path}.new`, path);
  }

  async #reportingWrites<T>(name: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw new WriteFault(`${join(this.path, name)} was not written: ${(cause as Error).message}.`, { cause });
    }
  }
}

/** The record of begun files; empty if it is missing or damaged, so the files are downloaded from the start. */
async function readBegun(path: string): Promise<Record<string, BegunFile>> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, BegunFile>);
    return Object.fromEntries(
      entries.filter(
        ([, { version, etag }]) => typeof version === 'string' && (etag === null || typeof etag === 'string'),
      ),
    );
  } catch {
    return {};
  }
}
