import type { Files } from './files.ts';
import { type KeptFile, keepFile, TakenNames } from './new-file.ts';

/** How many files are written at once, which is faster than one by one. */
const maxConcurrentWrites = 16;

/** Writes files to a folder as `keepFile` does, several at once, but files with the same stem in order. */
export class ConcurrentWrites {
  readonly #files: Files;
  readonly #folder: string;
  /** By stem, in the order they were passed. */
  readonly #inProgress = new Map<string, Promise<KeptFile>>();
  /** By stem, for those that several files share. */
  readonly #taken = new Map<string, TakenNames>();

  constructor(files: Files, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  /**
   * Starts writing a file; returns files that have been finished meanwhile. Throws WriteFault, possibly for an earlier
   * file.
   */
  async keep(stem: string, extension: string, text: string): Promise<KeptFile[]> {
    const done = [];
    // Names that differ only in case are the same on some systems.
    const name = stem.toLowerCase();
    while (this.#inProgress.has(name) || this.#inProgress.size >= maxConcurrentWrites) done.push(await this.#next());
    const file = this.#keep(stem, extension, text);
    // The caller that awaits it gets the error.
    file.catch(() => {});
    this.#inProgress.set(name, file);
    return done;
  }

  /** Waits for the files still being written. Throws WriteFault. */
  async finish(): Promise<KeptFile[]> {
    const done = [];
    while (this.#inProgress.size > 0) done.push(await this.#next());
    return done;
  }

  /** Waits until no file is being written, and ignores errors. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#inProgress.values());
  }

  async #keep(stem: string, extension: string, text: string): Promise<KeptFile> {
    const taken = this.#taken.get(stem) ?? new TakenNames();
    const kept = await keepFile(this.#files, this.#folder, stem, extension, text, taken);
    if (taken.next > 1) this.#taken.set(stem, taken);
    return kept;
  }

  async #next(): Promise<KeptFile> {
    const [[name, file]] = this.#inProgress;
    this.#inProgress.delete(name);
    return file;
  }
}
