import { basename, dirname, join } from 'pathe';
import type { OpenFile } from '../engine/model-files.ts';
import { FileExistsFault, LockedFault } from './file-faults.ts';
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
} from './files.ts';
import { type GlobMatcher, matchingPaths } from './matching-paths.ts';
import { systemError } from './system-error.ts';

interface StoredFile {
  readonly bytes: Uint8Array;
  /** The count of writes so far: larger is newer. */
  readonly written: number;
}

/**
 * Files in memory, for tests and for environments without a disk. Paths begin at "/", which is also the current folder.
 */
export class MemoryFiles implements Files {
  readonly #files = new Map<string, StoredFile>();
  readonly #folders = new Map<string, number>([['/', 0]]);
  readonly #locks = new Set<string>();
  readonly #matches: GlobMatcher;
  #writes = 0;

  /** Starts with these files; strings are stored as UTF-8. */
  constructor(matches: GlobMatcher, content: Readonly<Record<string, string | Uint8Array>> = {}) {
    this.#matches = matches;
    for (const [path, value] of Object.entries(content)) {
      this.#put(this.resolve(path), typeof value === 'string' ? new TextEncoder().encode(value) : value);
    }
  }

  resolve(path: string): string {
    return join('/', path).replace(/(?<=.)\/$/, '');
  }

  async stat(path: string): Promise<FileStatus> {
    const place = this.resolve(path);
    const file = this.#files.get(place);
    const written = file?.written ?? this.#folders.get(place);
    if (written === undefined) throw systemError('ENOENT', path);
    const kind = file === undefined ? 'folder' : 'file';
    return { kind, bytes: file?.bytes.byteLength ?? 0, modifiedMs: written, changedMs: written };
  }

  async list(folder: string): Promise<readonly FolderEntry[]> {
    const place = this.resolve(folder);
    if (this.#files.has(place)) throw systemError('ENOTDIR', folder);
    if (!this.#folders.has(place)) throw systemError('ENOENT', folder);
    const inFolder = (path: string) => path !== '/' && dirname(path) === place;
    const named = (paths: Iterable<string>, kind: FolderEntry['kind']) =>
      [...paths].filter(inFolder).map((path) => ({ name: basename(path), kind }));
    return [...named(this.#folders.keys(), 'folder'), ...named(this.#files.keys(), 'file')];
  }

  async realPath(path: string): Promise<string> {
    await this.stat(path);
    return this.resolve(path);
  }

  async glob(pattern: string, { folder, kinds = 'files', ignore = [] }: GlobOptions = {}): Promise<readonly string[]> {
    const candidates = [
      ...(kinds === 'folders' ? [] : this.#files.keys()),
      ...(kinds === 'files' ? [] : this.#folders.keys()),
    ];
    const where = { ...(folder === undefined ? {} : { folder }), root: this.resolve(folder ?? '/') };
    return matchingPaths(candidates, pattern, { ...where, ignore, matches: this.#matches });
  }

  async read(path: string): Promise<Uint8Array> {
    return this.#stored(path).bytes;
  }

  async open(path: string): Promise<OpenFile> {
    const { bytes } = this.#stored(path);
    return {
      name: path,
      byteLength: bytes.byteLength,
      read: async (offset, length) => bytes.slice(offset, offset + length),
      close: async () => {},
    };
  }

  async *stream(path: string): AsyncIterable<Uint8Array> {
    yield this.#stored(path).bytes;
  }

  async create(path: string, { overwrite }: CreateOptions): Promise<UnfinishedFile> {
    const place = this.resolve(path);
    const refuse = () => {
      if (!overwrite && this.#has(place)) throw new FileExistsFault(`${path} already exists; give another name.`);
    };
    refuse();
    const pieces: Uint8Array[] = [];
    return {
      write: async (bytes) => void pieces.push(bytes.slice()),
      commit: async () => {
        refuse();
        this.#put(place, joined(pieces));
      },
      discard: async () => {},
    };
  }

  async createFolder(path: string): Promise<UnfinishedFolder> {
    const place = this.resolve(path);
    const refuse = () => {
      if (this.#has(place)) throw new FileExistsFault(`${path} already exists; give another name.`);
    };
    refuse();
    const files = new Map<string, Uint8Array>();
    const file = async (name: string, content: WriteContent) => void files.set(name, await gathered(content));
    return {
      file,
      text: (name, text) => file(name, (write) => write(new TextEncoder().encode(text))),
      commit: async () => {
        refuse();
        await this.makeFolder(place);
        for (const [name, bytes] of files) this.#put(join(place, name), bytes);
      },
      discard: async () => {},
    };
  }

  async writeNew(path: string, content: WriteContent): Promise<void> {
    this.#put(this.resolve(path), await gathered(content));
  }

  append(path: string, line: string): Promise<void> {
    return this.appendBytes(path, new TextEncoder().encode(`${line}\n`));
  }

  async appendBytes(path: string, bytes: Uint8Array): Promise<void> {
    const place = this.resolve(path);
    this.#put(place, joined([this.#files.get(place)?.bytes ?? new Uint8Array(), bytes]));
  }

  async makeFolder(path: string): Promise<string | null> {
    const place = this.resolve(path);
    if (this.#files.has(place)) throw systemError('EEXIST', path);
    if (this.#folders.has(place)) return null;
    const first = (await this.makeFolder(dirname(place))) ?? place;
    this.#folders.set(place, ++this.#writes);
    return first;
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [this.resolve(from), this.resolve(to)];
    if (!this.#has(source)) throw systemError('ENOENT', from);
    const moved = (path: string) => (path === source ? target : target + path.slice(source.length));
    for (const entries of [this.#files, this.#folders] as Map<string, unknown>[]) {
      for (const [path, value] of [...entries]) {
        if (path !== source && !path.startsWith(`${source}/`)) continue;
        entries.delete(path);
        entries.set(moved(path), value);
      }
    }
  }

  async remove(path: string): Promise<void> {
    const place = this.resolve(path);
    for (const entries of [this.#files, this.#folders]) {
      for (const each of [...entries.keys()]) {
        if (each === place || each.startsWith(`${place}/`)) entries.delete(each);
      }
    }
  }

  async removeIfEmpty(folder: string): Promise<void> {
    const entries = await this.list(folder).catch(() => null);
    if (entries?.length === 0) this.#folders.delete(this.resolve(folder));
  }

  async sync(): Promise<void> {}

  async clearUnfinished(): Promise<void> {}

  async requireWritableFolder(): Promise<void> {}

  async requireAppendable(): Promise<void> {}

  async freeBytes(): Promise<number> {
    return Number.POSITIVE_INFINITY;
  }

  async spill<Row>(): Promise<Spill<Row>> {
    const rows: Row[] = [];
    return {
      add: async (row) => void rows.push(row),
      async *records() {
        yield* rows;
      },
      close: async () => {},
    };
  }

  async lock(path: string, { does, instead }: LockPurpose): Promise<Lock> {
    const place = this.resolve(path);
    if (this.#locks.has(place)) throw new LockedFault(`Another part of this program ${does}. ${instead}.`);
    this.#locks.add(place);
    return { release: () => void this.#locks.delete(place) };
  }

  async isLocked(path: string): Promise<boolean> {
    return this.#locks.has(this.resolve(path));
  }

  #has(place: string): boolean {
    return this.#files.has(place) || this.#folders.has(place);
  }

  #stored(path: string): StoredFile {
    const place = this.resolve(path);
    const file = this.#files.get(place);
    if (file !== undefined) return file;
    throw systemError(this.#folders.has(place) ? 'EISDIR' : 'ENOENT', path);
  }

  #put(place: string, bytes: Uint8Array): void {
    for (let folder = dirname(place); !this.#folders.has(folder); folder = dirname(folder)) {
      this.#folders.set(folder, ++this.#writes);
    }
    this.#files.set(place, { bytes, written: ++this.#writes });
  }
}

async function gathered(content: WriteContent): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await content(async (bytes) => void pieces.push(bytes.slice()));
  return joined(pieces);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.byteLength;
  }
  return whole;
}
