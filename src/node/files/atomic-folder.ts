import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileExistsFault, writing } from '../../project/file-faults.ts';
import type { UnfinishedFolder, WriteContent } from '../../project/files.ts';
import { exists } from './exists.ts';
import { makeFolder } from './make-folder.ts';
import { clearAbandoned, unfinishedPath } from './unfinished-names.ts';

/**
 * A folder that appears whole or not at all, and never replaces another one. It is written under a temporary name next to
 * its place and renamed by `commit`. The caller always calls `discard` at the end.
 */
export class AtomicFolder implements UnfinishedFolder {
  readonly #path: string;
  readonly #partial: string;

  private constructor(path: string, partial: string) {
    this.#path = path;
    this.#partial = partial;
  }

  /** Throws FileExistsFault and WriteFault. */
  static async create(path: string): Promise<AtomicFolder> {
    await refuseExisting(path);
    const partial = unfinishedPath(path);
    return writing(path, async () => {
      await clearAbandoned(path);
      await makeFolder(partial);
      return new AtomicFolder(path, partial);
    });
  }

  /**
   * The same, with the files that an earlier process left in it. It is never cleared as abandoned, and the caller lets only
   * one process use it at a time. Throws FileExistsFault and WriteFault.
   */
  static async resume(path: string): Promise<AtomicFolder> {
    await refuseExisting(path);
    const partial = unfinishedFolder(path);
    return writing(path, async () => {
      await makeFolder(partial);
      return new AtomicFolder(path, partial);
    });
  }

  /** Where its files are until `commit`. */
  get partial(): string {
    return this.#partial;
  }

  /**
   * Writes one file, whose bytes `content` gives in order; `name` may begin with folders. Throws WriteFault, and what
   * `content` throws.
   */
  async file(name: string, content: WriteContent): Promise<void> {
    const path = join(this.#partial, name);
    const file = await writing(this.#path, async () => {
      await makeFolder(dirname(path));
      return open(path, 'wx');
    });
    try {
      await content((bytes) => writing(join(this.#path, name), () => file.writeFile(bytes)));
      await writing(this.#path, () => file.sync());
    } finally {
      await file.close();
    }
  }

  text(name: string, text: string): Promise<void> {
    return this.file(name, (write) => write(new TextEncoder().encode(text)));
  }

  /** Moves the folder to its place. Throws FileExistsFault if something has appeared there, and WriteFault. */
  async commit(): Promise<void> {
    await refuseExisting(this.#path);
    await writing(this.#path, () => rename(this.#partial, this.#path));
  }

  /** Removes what was written, unless it was committed. */
  async discard(): Promise<void> {
    await rm(this.#partial, { recursive: true, force: true });
  }
}

/** Where a folder for `path` is while it can be resumed. */
function unfinishedFolder(path: string): string {
  return join(dirname(path), `.${basename(path)}.partial`);
}

/** Throws FileExistsFault if there is anything at a path. */
export async function refuseExisting(path: string): Promise<void> {
  if (await exists(path)) throw new FileExistsFault(`${path} already exists and was not changed; give another name.`);
}
