import { digest } from './digest.ts';
import type { Files } from './files.ts';
import { isWritten, numbered } from './new-file.ts';
import { pathIn, textIfThere } from './paths.ts';
import { writeText } from './write-text.ts';

/** How many files are written at once, which is faster than one by one. */
const maxConcurrentWrites = 16;

/** None waits for the disk: an import can be repeated, and waiting for each of 10,000 files can take minutes. */
const options = { clears: false, syncs: false };

export interface KeptFile {
  readonly path: string;
  /** True if a file with this text already existed. */
  readonly wasThere: boolean;
}

/**
 * Writes new files to a folder, several at once: `stem` + `extension`, or `stem-2`, `stem-3`, … if the name is taken. A file
 * with the same text under one of these names is left as it is, and no other file is changed. Only an empty one is replaced:
 * a power cut leaves those.
 */
export class ConcurrentWrites {
  readonly #files: Files;
  readonly #folder: string;
  /** In the order they were passed. */
  readonly #inProgress: Promise<KeptFile>[] = [];
  /** By path. */
  readonly #writing = new Map<string, Promise<unknown>>();
  /** The paths that existed at the beginning, and those of this writer's files. */
  readonly #taken: Set<string>;
  /** By stem, for those that several files want. */
  readonly #shared = new Map<string, SharedStem>();

  private constructor(files: Files, folder: string, taken: Set<string>) {
    this.#files = files;
    this.#folder = folder;
    this.#taken = taken;
  }

  /** `folder` need not exist yet. */
  static async open(files: Files, folder: string): Promise<ConcurrentWrites> {
    // In a folder that cannot be listed, each existing file is found when its name is wanted.
    const entries = await files.list(folder).catch(() => []);
    return new ConcurrentWrites(files, folder, new Set(entries.map(({ name }) => pathIn(folder, name))));
  }

  /**
   * Starts writing a file; returns files that have been finished meanwhile. Throws WriteFault, possibly for an earlier
   * file.
   */
  async keep(stem: string, extension: string, text: string): Promise<KeptFile[]> {
    const done = [];
    while (this.#inProgress.length >= maxConcurrentWrites) done.push(await this.#inProgress.shift()!);
    const file = this.#keep(stem, extension, text);
    // The caller that awaits it gets the error.
    file.catch(() => {});
    this.#inProgress.push(file);
    return done;
  }

  /** Waits for the files still being written. Throws WriteFault. */
  async finish(): Promise<KeptFile[]> {
    const done = [];
    while (this.#inProgress.length > 0) done.push(await this.#inProgress.shift()!);
    return done;
  }

  /** Waits until no file is being written, and ignores errors. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#inProgress);
  }

  async #keep(stem: string, extension: string, text: string): Promise<KeptFile> {
    const first = numbered(this.#folder, stem, extension, 1);
    if (!this.#taken.has(first)) {
      this.#taken.add(first);
      const kept = await this.#write(first, text);
      if (kept !== null) return kept;
    }
    for (;;) {
      const shared = this.#shared.get(stem) ?? new SharedStem();
      this.#shared.set(stem, shared);
      const { path, isNew } = await shared.inTurn(() => this.#nameFor(shared, stem, extension, text));
      // Most stems belong to one file only, which needs no record.
      if (shared.isIdle && shared.next <= 2) this.#shared.delete(stem);
      if (!isNew) return { path, wasThere: true };
      const kept = await this.#write(path, text);
      if (kept !== null) return kept;
      shared.paths.delete(digest(text));
    }
  }

  /** The name of a file whose stem others have too: of an existing file with this text, or the next that is free. */
  async #nameFor(
    shared: SharedStem,
    stem: string,
    extension: string,
    text: string,
  ): Promise<{ readonly path: string; readonly isNew: boolean }> {
    const key = digest(text);
    const known = shared.paths.get(key);
    if (known !== undefined) return { path: known, isNew: false };
    for (;;) {
      const path = numbered(this.#folder, stem, extension, shared.next++);
      const found = this.#taken.has(path) ? await this.#textAt(path) : '';
      this.#taken.add(path);
      if (found !== null && found !== '') shared.paths.set(digest(found), path);
      if (found === text) return { path, isNew: false };
      if (found !== '') continue;
      shared.paths.set(key, path);
      return { path, isNew: true };
    }
  }

  /** Null if a file with another text has this path. */
  async #write(path: string, text: string): Promise<KeptFile | null> {
    const written = this.#writeUnlessTaken(path, text);
    this.#writing.set(path, written);
    try {
      return await written;
    } finally {
      this.#writing.delete(path);
    }
  }

  async #writeUnlessTaken(path: string, text: string): Promise<KeptFile | null> {
    if (await isWritten(this.#files, path, text, options)) return { path, wasThere: false };
    const found = await this.#textAt(path, false);
    if (found === text) return { path, wasThere: true };
    if (found !== '') return null;
    await writeText(this.#files, path, text, options);
    return { path, wasThere: false };
  }

  /** Null if it cannot be read. */
  async #textAt(path: string, waits = true): Promise<string | null> {
    if (waits) await this.#writing.get(path)?.catch(() => {});
    return textIfThere(this.#files, path).catch(() => null);
  }
}

/** A stem that several files want. */
class SharedStem {
  /** By the digest of the file's text. */
  readonly paths = new Map<string, string>();
  /** The next number to examine: 1 for the name without a number. */
  next = 1;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Whether all have had their turn. */
  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  /** Runs `find` after those before it, so that names are given in order and each existing file is read once. */
  async inTurn<T>(find: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const found = this.#turn.then(find);
    this.#turn = found.catch(() => {});
    try {
      return await found;
    } finally {
      this.#waiting--;
    }
  }
}
