import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileExistsFault, writing } from '../../project/file-faults.ts';
import type { UnfinishedFolder, WriteContent } from '../../project/files.ts';
import { exists } from './exists.ts';
import { makeFolder } from './make-folder.ts';
import { clearAbandoned, unfinishedPath } from './unfinished-names.ts';

/**
 * A folder that appears whole or not at all, and never in place of another one: written under a name of its own beside
 * it, renamed by `commit`. Whoever creates one calls `discard` in the end, in any case.
 */
export class AtomicFolder implements UnfinishedFolder {
  readonly #path: string;
  readonly #beside: string;

  private constructor(path: string, beside: string) {
    this.#path = path;
    this.#beside = beside;
  }

  /** Throws FileExistsFault and WriteFault. */
  static async create(path: string): Promise<AtomicFolder> {
    await refuseExisting(path);
    const beside = unfinishedPath(path);
    return writing(path, async () => {
      await clearAbandoned(path);
      await makeFolder(beside);
      return new AtomicFolder(path, beside);
    });
  }

  /**
   * The same, going on with what an earlier process left of it, if anything. It is never discarded by itself, and only
   * one process at a time may have it. Throws FileExistsFault and WriteFault.
   */
  static async resume(path: string): Promise<AtomicFolder> {
    await refuseExisting(path);
    const beside = unfinishedFolder(path);
    return writing(path, async () => {
      await makeFolder(beside);
      return new AtomicFolder(path, beside);
    });
  }

  /** Where its files are until it is whole. */
  get beside(): string {
    return this.#beside;
  }

  /**
   * Writes one file, which `name` may put into a folder of its own, and of which `content` gives the bytes in order.
   * Throws WriteFault, and what `content` throws.
   */
  async file(name: string, content: WriteContent): Promise<void> {
    const path = join(this.#beside, name);
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

  /** Puts the folder in its place. Throws FileExistsFault if something has come there since, and WriteFault. */
  async commit(): Promise<void> {
    await refuseExisting(this.#path);
    await writing(this.#path, () => rename(this.#beside, this.#path));
  }

  /** Takes away what was written, unless it was committed. */
  async discard(): Promise<void> {
    await rm(this.#beside, { recursive: true, force: true });
  }
}

/** Where a folder lies that is to be at `path` and may be gone on with. */
function unfinishedFolder(path: string): string {
  return join(dirname(path), `.${basename(path)}.partial`);
}

/** Throws FileExistsFault where there is anything at a path. */
export async function refuseExisting(path: string): Promise<void> {
  if (await exists(path)) throw new FileExistsFault(`${path} is there already, and stays as it is; give another name.`);
}
