import type { Files } from './files.ts';
import { type KeptFile, keepFile } from './new-file.ts';

/** A disk is asked for this many files at once: it is quicker at many than at one after another. */
const mostUnderWay = 16;

/** Puts files into a folder as `keepFile` does, several at once, those of one stem in turn. */
export class ConcurrentWrites {
  readonly #files: Files;
  readonly #folder: string;
  /** By their stems, in the order in which they came. */
  readonly #underWay = new Map<string, Promise<KeptFile>>();

  constructor(files: Files, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  /** Begins with a file; returns those that had to be waited for. Throws WriteFault, maybe for an earlier one. */
  async keep(stem: string, extension: string, text: string): Promise<KeptFile[]> {
    const done = [];
    // Names that differ in case alone are one name on some systems.
    const name = stem.toLowerCase();
    while (this.#underWay.has(name) || this.#underWay.size >= mostUnderWay) done.push(await this.#next());
    const file = keepFile(this.#files, this.#folder, stem, extension, text);
    // Whoever waits for it hears of its fault.
    file.catch(() => {});
    this.#underWay.set(name, file);
    return done;
  }

  /** Waits for the files that are still under way. Throws WriteFault. */
  async finish(): Promise<KeptFile[]> {
    const done = [];
    while (this.#underWay.size > 0) done.push(await this.#next());
    return done;
  }

  /** Waits until nothing is under way any more, whatever became of it. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }

  async #next(): Promise<KeptFile> {
    const [[name, file]] = this.#underWay;
    this.#underWay.delete(name);
    return file;
  }
}
