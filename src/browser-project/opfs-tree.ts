import { basename, dirname, join } from 'pathe';
import { systemError } from '../project/system-error.ts';
import type { FileHandle, FolderHandle, StoredFile, SyncAccess } from './opfs-handles.ts';

/** Errors of browsers, and those of systems that mean the same. */
const CODES: Readonly<Record<string, string>> = {
  NotFoundError: 'ENOENT',
  TypeMismatchError: 'ENOTDIR',
  InvalidModificationError: 'ENOTEMPTY',
  NoModificationAllowedError: 'EBUSY',
  QuotaExceededError: 'ENOSPC',
  NotAllowedError: 'EACCES',
  NotReadableError: 'EIO',
  InvalidStateError: 'EIO',
};

/** Another tab, or another worker, may be writing to the same file: how often, and after how many milliseconds, to try again. */
const RETRIES = 20;
const RETRY_MS = 25;

/** Files and folders of the private file system by their absolute paths. Rejects with errors like those of the system. */
export class OpfsTree {
  readonly #root: FolderHandle;

  constructor(root: FolderHandle) {
    this.#root = root;
  }

  /** The folder at a path. */
  async folder(path: string, options: { readonly create?: boolean } = {}): Promise<FolderHandle> {
    let folder = this.#root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      folder = await translated(path, folder.getDirectoryHandle(name, options));
    }
    return folder;
  }

  /** The file at a path. */
  async file(path: string, options: { readonly create?: boolean } = {}): Promise<FileHandle> {
    const folder = await this.folder(dirname(path), options);
    return translated(path, folder.getFileHandle(basename(path), options), 'EISDIR');
  }

  /** What is at a path; null if nothing is. */
  async find(path: string): Promise<FileHandle | FolderHandle | null> {
    if (path === '/') return this.#root;
    let folder: FolderHandle;
    try {
      folder = await this.folder(dirname(path));
    } catch (error) {
      if (isCode(error, 'ENOENT', 'ENOTDIR')) return null;
      throw error;
    }
    try {
      return await folder.getFileHandle(basename(path));
    } catch (error) {
      if ((error as Error).name === 'NotFoundError') return null;
      if ((error as Error).name !== 'TypeMismatchError') throw asSystemError(error, path);
      return translated(path, folder.getDirectoryHandle(basename(path)));
    }
  }

  /** Everything in a folder, at any depth, without hidden files and folders; a folder comes before what is in it. */
  async *walk(path: string): AsyncGenerator<readonly [string, FileHandle | FolderHandle], void, undefined> {
    for await (const handle of (await this.folder(path)).values()) {
      if (handle.name.startsWith('.')) continue;
      const place = join(path, handle.name);
      yield [place, handle];
      if (handle.kind === 'directory') yield* this.walk(place);
    }
  }

  /** Opens the file at a path for writing, creating it if necessary; waits a moment for another writer. */
  async access(path: string): Promise<SyncAccess> {
    const handle = await this.file(path, { create: true });
    for (let attempt = 0; ; attempt++) {
      try {
        return await handle.createSyncAccessHandle();
      } catch (error) {
        if ((error as Error).name !== 'NoModificationAllowedError' || attempt === RETRIES) {
          throw asSystemError(error, path);
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  /** Moves a file, over another one if there is one there. Its new folder must exist. */
  async moveFile(from: string, to: string): Promise<void> {
    const [file, folder] = [await this.file(from), await this.folder(dirname(to))];
    if (file.move !== undefined) return translated(to, file.move(folder, basename(to)));
    await this.#copy(file, to);
    await this.remove(from);
  }

  /** Where files cannot be moved, a reader may see a file that is written halfway. */
  async #copy(file: FileHandle, to: string): Promise<void> {
    const access = await this.access(to);
    try {
      access.truncate(0);
      let at = 0;
      for await (const bytes of piecesOf(await file.getFile())) at += write(access, bytes, at, to);
      access.flush();
    } finally {
      access.close();
    }
  }

  /** Removes a file, or a folder with all that is in it; does nothing if there is nothing. */
  async remove(path: string, { recursive = true }: { readonly recursive?: boolean } = {}): Promise<void> {
    try {
      const folder = await this.folder(dirname(path));
      await translated(path, folder.removeEntry(basename(path), { recursive }));
    } catch (error) {
      if (!isCode(error, 'ENOENT', 'ENOTDIR')) throw error;
    }
  }
}

/** Writes all bytes at a place; returns how many they are. */
export function write(access: SyncAccess, bytes: Uint8Array, at: number, path: string): number {
  try {
    const written = access.write(bytes, { at });
    if (written === bytes.byteLength) return written;
  } catch (error) {
    throw asSystemError(error, path);
  }
  throw systemError('ENOSPC', path);
}

/** Bytes that are read at once. */
const PIECE_BYTES = 2 ** 20;

/** The bytes of a file, in order. */
export async function* piecesOf(file: StoredFile): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    yield new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer());
  }
}

/** Whether an error has one of these codes of the system. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as { readonly code?: unknown }).code as string);
}

/** `mismatch`: the code if a folder is where a file is asked for, or a file where a folder is. */
async function translated<Value>(path: string, work: Promise<Value>, mismatch = 'ENOTDIR'): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw asSystemError(error, path, mismatch);
  }
}

function asSystemError(error: unknown, path: string, mismatch = 'ENOTDIR'): Error {
  const { name } = error as Error;
  const code = name === 'TypeMismatchError' ? mismatch : CODES[name];
  return code === undefined ? (error as Error) : systemError(code, path, error);
}
