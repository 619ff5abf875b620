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

/** What is known of a file that has begun to come: which one it is, and the server's mark of it. */
export interface BegunFile {
  /** Tells it from any other content under its name. */
  readonly version: string;
  /** The strong ETag of the server that sent the beginning; null where it gave none. */
  readonly etag: string | null;
}

const LOCK = 'lock';

const DOWNLOADING: LockPurpose = { does: 'downloads the same model', instead: 'Wait for it' };

/**
 * The folder of a model that is being downloaded, beside the place where it will be. What has come stays when the process
 * ends, however it ends; the next one goes on with it. Whoever opens one closes it.
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

  /** For the model that is to be at `path`. Throws FileExistsFault, LockedFault and WriteFault. */
  static async open(path: string): Promise<DownloadFolder> {
    const folder = await AtomicFolder.resume(path);
    const lock = await LockFile.take(join(folder.partial, LOCK), DOWNLOADING);
    return new DownloadFolder(folder, lock, await readBegun(join(folder.partial, BEGUN)));
  }

  /** Where its files are. */
  get path(): string {
    return this.#folder.partial;
  }

  /** Whether a file had begun to come before this folder was opened. */
  wasBegun(name: string): boolean {
    return this.#before.has(name);
  }

  /** Whether what has begun to come under a name is of another version. */
  isOther(name: string, version: string): boolean {
    return this.#before.has(name) && this.#begun[name]?.version !== version;
  }

  /** What is there of a file of this version; null where there is nothing to go on with. */
  async there(name: string, version: string): Promise<{ readonly bytes: number; readonly etag: string | null } | null> {
    const begun = Object.hasOwn(this.#begun, name) ? this.#begun[name] : undefined;
    if (begun?.version !== version) return null;
    const bytes = await stat(join(this.path, name)).then(
      ({ size }) => size,
      () => 0,
    );
    return bytes === 0 ? null : { bytes, etag: begun.etag };
  }

  /** Empties a file and remembers which one it will be. Returns it, open to write. Throws WriteFault. */
  async begin(name: string, begun: BegunFile): Promise<FileHandle> {
    return this.#told(name, async () => {
      await rm(join(this.path, name), { force: true });
      this.#begun[name] = begun;
      await this.#remember();
      return open(join(this.path, name), 'wx');
    });
  }

  /** A file that has begun, open to be written on. Throws WriteFault. */
  goOn(name: string): Promise<FileHandle> {
    return this.#told(name, () => open(join(this.path, name), 'r+'));
  }

  /** Takes a copy of a whole file from elsewhere on this machine; of the same blocks, where the disk can do that. */
  async copy(name: string, version: string, from: string): Promise<void> {
    await (await this.begin(name, { version, etag: null })).close();
    await this.#told(name, () => copyFile(from, join(this.path, name), constants.COPYFILE_FICLONE));
  }

  /** Takes a file away. */
  async forget(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true });
    delete this.#begun[name];
    await this.#told(name, () => this.#remember());
  }

  /** Puts the model in its place, with these files and a note of where it comes from. Throws FileExistsFault, WriteFault. */
  async commit(names: readonly string[], origin: Origin): Promise<void> {
    await rm(join(this.path, ORIGIN), { force: true });
    await this.#folder.text(ORIGIN, formatOrigin(origin));
    for (const name of await readdir(this.path)) {
      if (name !== ORIGIN && !names.includes(name)) await rm(join(this.path, name), { recursive: true, force: true });
    }
    await this.#folder.commit();
  }

  /** Takes away all that has come: it is of no use. */
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

  async #told<T>(name: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw new WriteFault(`${join(this.path, name)} was not written: ${(cause as Error).message}.`, { cause });
    }
  }
}

/** Empty where there is none, or it is damaged: then the files come anew. */
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
