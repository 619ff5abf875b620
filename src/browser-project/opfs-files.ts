import { basename, dirname, join } from 'pathe';
import type { OpenFile } from '../engine/model-files.ts';
import { FileExistsFault, WriteFault, writing } from '../project/file-faults.ts';
import type {
  CreateOptions,
  FileStatus,
  Files,
  FolderEntry,
  GlobOptions,
  Lock,
  LockPurpose,
  Spill,
  UnfinishedFile,
  UnfinishedFolder,
  WriteContent,
} from '../project/files.ts';
import { type GlobMatcher, matchingPaths } from '../project/matching-paths.ts';
import { systemError } from '../project/system-error.ts';
import { FolderMoves } from './folder-moves.ts';
import type { FolderHandle, StoredFile, WebLocks } from './opfs-handles.ts';
import { OpfsLocks } from './opfs-locks.ts';
import { OpfsTree, piecesOf, write } from './opfs-tree.ts';
import { createFolder, OpfsUnfinishedFile, unfinishedPath, writerOf } from './unfinished.ts';

export interface OpfsOptions {
  /** The folder that is "/". */
  readonly root: FolderHandle;
  readonly locks: WebLocks;
  readonly matches: GlobMatcher;
  /** Bytes that the browser still grants to the site. */
  readonly freeBytes: () => Promise<number>;
}

/**
 * Files in the private file system of a browser, which other sites and other programs do not see. Only in a dedicated worker:
 * pages cannot write there in place. Paths begin at "/", which is also the current folder.
 */
export class OpfsFiles implements Files {
  readonly #tree: OpfsTree;
  readonly #moves: FolderMoves;
  readonly #locks: OpfsLocks;
  readonly #matches: GlobMatcher;
  readonly #worker: string = crypto.randomUUID();
  readonly freeBytes: () => Promise<number>;
  #unfinished = 0;

  private constructor({ root, locks, matches, freeBytes }: OpfsOptions) {
    this.#tree = new OpfsTree(root);
    this.#moves = new FolderMoves(this.#tree, locks);
    this.#locks = new OpfsLocks(locks);
    this.#matches = matches;
    this.freeBytes = freeBytes;
  }

  /** Opens the files, and finishes what the end of an earlier tab cut off. */
  static async open(options: OpfsOptions): Promise<OpfsFiles> {
    const files = new OpfsFiles(options);
    await files.#locks.announce(files.#worker);
    await files.#moves.finish();
    return files;
  }

  resolve(path: string): string {
    return join('/', path).replace(/(?<=.)\/$/, '');
  }

  async stat(path: string): Promise<FileStatus> {
    const found = await this.#tree.find(this.resolve(path));
    if (found === null) throw systemError('ENOENT', path);
    // Folders have no dates there.
    if (found.kind === 'directory') return { kind: 'folder', bytes: 0, modifiedMs: 0, changedMs: 0 };
    const { size, lastModified } = await found.getFile();
    return { kind: 'file', bytes: size, modifiedMs: lastModified, changedMs: lastModified };
  }

  async list(folder: string): Promise<readonly FolderEntry[]> {
    const entries: FolderEntry[] = [];
    for await (const { name, kind } of (await this.#tree.folder(this.resolve(folder))).values()) {
      entries.push({ name, kind: kind === 'file' ? 'file' : 'folder' });
    }
    return entries;
  }

  async realPath(path: string): Promise<string> {
    await this.stat(path);
    return this.resolve(path);
  }

  async glob(pattern: string, { folder, kinds = 'files', ignore = [] }: GlobOptions = {}): Promise<readonly string[]> {
    const root = this.resolve(folder ?? '/');
    const paths: string[] = [];
    if ((await this.#tree.find(root))?.kind !== 'directory') return [];
    for await (const [path, { kind }] of this.#tree.walk(root)) {
      if (kinds === 'both' || (kinds === 'files') === (kind === 'file')) paths.push(path);
    }
    const where = { ...(folder === undefined ? {} : { folder }), root };
    return matchingPaths(paths, pattern, { ...where, ignore, matches: this.#matches });
  }

  async read(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#stored(path)).arrayBuffer());
  }

  async open(path: string): Promise<OpenFile> {
    const file = await this.#stored(path);
    return {
      name: path,
      byteLength: file.size,
      read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
      close: async () => {},
    };
  }

  async *stream(path: string): AsyncIterable<Uint8Array> {
    yield* piecesOf(await this.#stored(path));
  }

  async create(path: string, { overwrite, clears = true }: CreateOptions): Promise<UnfinishedFile> {
    const place = this.resolve(path);
    const refuse = async () => {
      const found = await this.#tree.find(place);
      if (found !== null && !overwrite) throw new FileExistsFault(`${path} already exists; give another name.`);
      if (found?.kind === 'directory') throw systemError('EISDIR', path);
    };
    if (clears) await this.clearUnfinished(path);
    return OpfsUnfinishedFile.create(this.#tree, { path: place, partial: this.#partial(place) }, refuse);
  }

  async createFolder(path: string): Promise<UnfinishedFolder> {
    const place = this.resolve(path);
    await this.clearUnfinished(path);
    const writer = {
      writeNew: (name: string, content: WriteContent) => writing(path, () => this.writeNew(name, content)),
      makeFolder: (name: string) => this.makeFolder(name),
      exists: async (name: string) => (await this.#tree.find(name)) !== null,
      rename: (from: string, to: string) => this.rename(from, to),
      remove: (name: string) => this.remove(name),
    };
    return createFolder(writer, place, this.#partial(place));
  }

  async writeNew(path: string, content: WriteContent): Promise<void> {
    const place = this.resolve(path);
    if ((await this.#tree.find(place)) !== null) throw systemError('EEXIST', path);
    const access = await this.#tree.access(place);
    try {
      let at = 0;
      await content(async (bytes) => {
        at += write(access, bytes, at, path);
      });
      access.flush();
    } finally {
      access.close();
    }
  }

  append(path: string, line: string): Promise<void> {
    return this.appendBytes(path, new TextEncoder().encode(`${line}\n`));
  }

  appendBytes(path: string, bytes: Uint8Array): Promise<void> {
    return writing(path, async () => {
      const access = await this.#tree.access(this.resolve(path));
      const end = access.getSize();
      try {
        write(access, bytes, end, path);
        access.flush();
      } catch (error) {
        // Half a line would be taken for a whole one.
        access.truncate(end);
        throw error;
      } finally {
        access.close();
      }
    });
  }

  async makeFolder(path: string): Promise<string | null> {
    const place = this.resolve(path);
    const found = await this.#tree.find(place);
    if (found?.kind === 'file') throw systemError('EEXIST', path);
    if (found !== null) return null;
    const first = (await this.makeFolder(dirname(place))) ?? place;
    await this.#tree.folder(place, { create: true });
    return first;
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [this.resolve(from), this.resolve(to)];
    const found = await this.#tree.find(source);
    if (found === null) throw systemError('ENOENT', from);
    if (found.kind === 'file') return this.#tree.moveFile(source, target);
    if ((await this.#tree.find(target)) !== null) throw systemError('ENOTEMPTY', to);
    await this.#moves.move(source, target);
  }

  remove(path: string): Promise<void> {
    return this.#tree.remove(this.resolve(path));
  }

  async removeIfEmpty(folder: string): Promise<void> {
    const found = await this.#tree.find(this.resolve(folder));
    if (found?.kind !== 'directory') return;
    // The browser refuses if anything is in it.
    await this.#tree.remove(this.resolve(folder), { recursive: false }).catch(() => {});
  }

  /** Files are flushed when they are written; folders cannot be. */
  async sync(): Promise<void> {}

  async clearUnfinished(path: string): Promise<void> {
    const folder = dirname(this.resolve(path));
    if ((await this.#tree.find(folder))?.kind !== 'directory') return;
    const writers = new Map<string, string>();
    for (const { name } of await this.list(folder)) {
      const writer = writerOf(name, path);
      if (writer !== null) writers.set(name, writer);
    }
    if (writers.size === 0) return;
    const living = await this.#locks.living([...writers.values()]);
    for (const [name, writer] of writers) if (!living.has(writer)) await this.remove(join(folder, name));
  }

  async requireWritableFolder(folder: string): Promise<void> {
    for (let at = this.resolve(folder); ; at = dirname(at)) {
      const found = await this.#tree.find(at);
      if (found?.kind === 'file') throw new WriteFault(`${folder} cannot be a folder: ${basename(at)} is a file.`);
      if (found !== null) return;
    }
  }

  async requireAppendable(path: string): Promise<void> {
    if ((await this.#tree.find(this.resolve(path)))?.kind === 'directory') {
      throw new WriteFault(`${path} was not written: it is a folder.`);
    }
    await this.requireWritableFolder(dirname(this.resolve(path)));
  }

  /** Records are kept in memory: a browser has nothing that writes any value as bytes. */
  async spill<Row>(): Promise<Spill<Row>> {
    const rows: Row[] = [];
    return {
      add: async (row) => void rows.push(structuredClone(row)),
      async *records() {
        yield* rows;
      },
      close: async () => {},
    };
  }

  lock(path: string, purpose: LockPurpose): Promise<Lock> {
    return this.#locks.take(this.resolve(path), purpose);
  }

  isLocked(path: string): Promise<boolean> {
    return this.#locks.isHeld(this.resolve(path));
  }

  #partial(place: string): string {
    return unfinishedPath(place, this.#worker, ++this.#unfinished);
  }

  async #stored(path: string): Promise<StoredFile> {
    return (await this.#tree.file(this.resolve(path))).getFile();
  }
}
