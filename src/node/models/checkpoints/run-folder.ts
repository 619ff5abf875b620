import { mkdir, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AtomicFile } from '../../files/atomic-file.ts';
import { makeFolderOutsideGit, removeEmptyFolderOutsideGit } from '../../files/folder-outside-git.ts';
import { LockFile } from '../../files/lock-file.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { nullIfMissing } from '../../files/null-if-missing.ts';
import { syncFolder } from '../../files/sync-folder.ts';
import { writing } from '../../files/write-fault.ts';
import { type CheckpointContent, CheckpointWriteFault, checkFreeSpace, writeCheckpoint } from './checkpoint-folder.ts';
import { BEST, checkpointName, LATEST, LOCK, parseUnfinished, stepOf, unfinishedName } from './checkpoint-names.ts';

const TRAINING = { does: 'trains into the same folder', instead: 'Wait for it, or give another run_name' };

/** A checkpoint that is there, whole. */
export interface SavedCheckpoint {
  readonly path: string;
  readonly step: number;
}

/**
 * checkpoint/<run>/, for the one process that trains into it. A checkpoint is written beside and renamed, so a folder
 * called model-<step> is always whole; a kill at any moment leaves the ones before.
 */
export class RunFolder {
  readonly path: string;
  readonly #lock: LockFile;

  private constructor(path: string, lock: LockFile) {
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Makes the folder if need be, and clears away what a killed process left. Whoever opens it closes it.
   * Throws WriteFault, and LockedFault when another process has it.
   */
  static async open(path: string): Promise<RunFolder> {
    await makeFolderOutsideGit(dirname(path));
    await writing(path, () => makeFolder(path));
    const run = new RunFolder(path, await LockFile.take(join(path, LOCK), TRAINING));
    try {
      await run.#clearLeftovers();
    } catch (fault) {
      await run.close();
      throw fault;
    }
    return run;
  }

  /** Where the checkpoint of a step is, or will be. */
  pathOf(step: number): string {
    return join(this.path, checkpointName(step));
  }

  /** The newest checkpoint, null while there is none. */
  latest(): Promise<SavedCheckpoint | null> {
    return latestCheckpoint(this.path);
  }

  /**
   * Saves a checkpoint, replacing one of the same step; then removes all but the `keep` newest and the one of
   * `bestStep`. Throws CheckpointWriteFault, and leaves everything as it was, when it cannot be written.
   */
  async save(
    step: number,
    content: CheckpointContent,
    { keep, bestStep }: { readonly keep: number; readonly bestStep: number | null },
  ): Promise<SavedCheckpoint> {
    const name = checkpointName(step);
    const partial = join(this.path, unfinishedName(name, 'partial'));
    await checkFreeSpace(this.path, content);
    try {
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial);
      await writeCheckpoint(partial, content);
      await this.#putInPlace(name);
      await this.#writeMark(LATEST, name);
      if (bestStep !== null && (await this.#has(bestStep))) await this.#writeMark(BEST, checkpointName(bestStep));
    } catch (cause) {
      await rm(partial, { recursive: true, force: true }).catch(() => {});
      if (!(cause instanceof Error && 'code' in cause)) throw cause;
      throw new CheckpointWriteFault(
        `${join(this.path, name)} was not written: ${cause.message}. The checkpoints before it are whole.`,
        { cause },
      );
    }
    await this.#prune(keep, bestStep);
    return { path: this.pathOf(step), step };
  }

  /** Lets other processes have the folder; an empty one, and an empty one around it, are taken away again. */
  async close(): Promise<void> {
    this.#lock.release();
    await rmdir(this.path).catch(() => {});
    await removeEmptyFolderOutsideGit(dirname(this.path));
  }

  async #putInPlace(name: string): Promise<void> {
    const path = join(this.path, name);
    const [partial, replaced] = (['partial', 'replaced'] as const).map((state) =>
      join(this.path, unfinishedName(name, state)),
    );
    const earlier = await this.#has(stepOf(name)!);
    if (earlier) await rename(path, replaced);
    await rename(partial, path);
    if (earlier) await rm(replaced, { recursive: true, force: true });
    await syncFolder(this.path);
  }

  async #writeMark(file: string, name: string): Promise<void> {
    const mark = await AtomicFile.create(join(this.path, file), { overwrite: true });
    try {
      await mark.write(new TextEncoder().encode(`${name}\n`));
      await mark.commit();
    } finally {
      await mark.discard();
    }
  }

  async #prune(keep: number, bestStep: number | null): Promise<void> {
    const steps = await checkpointSteps(this.path);
    for (const step of steps.slice(0, Math.max(0, steps.length - keep))) {
      if (step !== bestStep) await this.#remove(checkpointName(step));
    }
  }

  /** Under another name first, so that no half-removed folder is ever taken for a checkpoint. */
  async #remove(name: string): Promise<void> {
    const removed = join(this.path, unfinishedName(name, 'removed'));
    await rename(join(this.path, name), removed);
    await rm(removed, { recursive: true, force: true });
  }

  async #has(step: number): Promise<boolean> {
    return (await checkpointSteps(this.path)).includes(step);
  }

  /** What a killed process was about to save is removed, what it was about to replace is put back. */
  async #clearLeftovers(): Promise<void> {
    for (const entry of await readdir(this.path)) {
      const unfinished = parseUnfinished(entry);
      if (unfinished === null) continue;
      const { name, state } = unfinished;
      const step = stepOf(name);
      if (state === 'replaced' && step !== null && !(await this.#has(step))) {
        await rename(join(this.path, entry), join(this.path, name));
      } else if (step !== null || state === 'partial')
        await rm(join(this.path, entry), { recursive: true, force: true });
    }
    const newest = await newestUnmarked(this.path);
    if (newest !== null) await this.#writeMark(LATEST, newest);
  }
}

/** The checkpoint that `latest` names; where that is not there, the one with the most updates; null if there is none. */
export async function latestCheckpoint(runFolder: string): Promise<SavedCheckpoint | null> {
  return (await markedCheckpoint(runFolder, LATEST)) ?? (await highestCheckpoint(runFolder));
}

/** The checkpoint with the lowest validation loss, null if none is marked or it is not there. */
export function bestCheckpoint(runFolder: string): Promise<SavedCheckpoint | null> {
  return markedCheckpoint(runFolder, BEST);
}

/** The steps of all checkpoints in a folder, ascending; none where there is no such folder. */
export async function checkpointSteps(runFolder: string): Promise<number[]> {
  const entries = (await nullIfMissing(readdir(runFolder, { withFileTypes: true }))) ?? [];
  const steps = entries.filter((entry) => entry.isDirectory()).map(({ name }) => stepOf(name));
  return steps.filter((step) => step !== null).sort((a, b) => a - b);
}

async function markedCheckpoint(runFolder: string, file: string): Promise<SavedCheckpoint | null> {
  const mark = (await nullIfMissing(readFile(join(runFolder, file), 'utf8'))) ?? '';
  const step = stepOf(mark.trim());
  if (step === null || !(await checkpointSteps(runFolder)).includes(step)) return null;
  return { path: join(runFolder, checkpointName(step)), step };
}

async function highestCheckpoint(runFolder: string): Promise<SavedCheckpoint | null> {
  const step = (await checkpointSteps(runFolder)).at(-1);
  return step === undefined ? null : { path: join(runFolder, checkpointName(step)), step };
}

/** The highest checkpoint, if it came to its place after `latest` was written: the process was killed in between. */
async function newestUnmarked(runFolder: string): Promise<string | null> {
  const [marked, highest] = [await latestCheckpoint(runFolder), await highestCheckpoint(runFolder)];
  if (marked === null || highest === null || highest.step <= marked.step) return null;
  const changed = async (path: string) => (await stat(path).catch(() => null))?.ctimeMs ?? 0;
  const isNewer = (await changed(highest.path)) >= (await changed(join(runFolder, LATEST)));
  return isNewer ? checkpointName(highest.step) : null;
}
