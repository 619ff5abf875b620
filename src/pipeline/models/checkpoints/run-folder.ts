import { dirname, join } from 'pathe';
import {
  BEST,
  checkpointName,
  LATEST,
  LOCK,
  parseUnfinished,
  stepOf,
  unfinishedName,
} from '../../../project/checkpoint-names.ts';
import { WriteFault, writing } from '../../../project/file-faults.ts';
import type { Files, Lock } from '../../../project/files.ts';
import { makeFolderOutsideGit, removeEmptyFolderOutsideGit } from '../../../project/folder-outside-git.ts';
import { nullIfMissing } from '../../../project/null-if-missing.ts';
import { textIfThere } from '../../../project/paths.ts';
import { writeText } from '../../../project/write-text.ts';
import { type CheckpointContent, CheckpointWriteFault, checkFreeSpace, writeCheckpoint } from './checkpoint-folder.ts';

const TRAINING = { does: 'trains into the same folder', instead: 'Wait for it, or give another run_name' };

/** A complete checkpoint on disk. */
export interface SavedCheckpoint {
  readonly path: string;
  readonly step: number;
}

/**
 * checkpoint/<run>/, locked by the process that trains into it. A checkpoint is written under another name and renamed,
 * so a folder called model-<step> is always complete; a kill at any moment leaves earlier checkpoints intact.
 */
export class RunFolder {
  readonly path: string;
  readonly #files: Files;
  readonly #lock: Lock;

  private constructor(files: Files, path: string, lock: Lock) {
    this.#files = files;
    this.path = path;
    this.#lock = lock;
  }

  /**
   * Creates the folder if necessary, and removes what a killed process left. The caller closes it. Throws WriteFault,
   * and LockedFault if another process holds it.
   */
  static async open(files: Files, path: string): Promise<RunFolder> {
    await makeFolderOutsideGit(files, dirname(path));
    await writing(path, () => files.makeFolder(path));
    const run = new RunFolder(files, path, await files.lock(join(path, LOCK), TRAINING));
    try {
      await run.#clearLeftovers();
    } catch (fault) {
      await run.close();
      throw fault;
    }
    return run;
  }

  /**
   * Deletes everything in the folder, and the folder; nothing if it does not exist. Throws LockedFault if another process
   * trains in it.
   */
  static async discard(files: Files, path: string): Promise<void> {
    if ((await nullIfMissing(files.list(path))) === null) return;
    const run = await RunFolder.open(files, path);
    try {
      await run.clear();
    } finally {
      await run.close();
    }
  }

  /** Deletes the checkpoints and everything else of the run. The marks go first, so that a kill leaves no half run. */
  async clear(): Promise<void> {
    const entries = (await this.#files.list(this.path)).filter(({ name }) => name !== LOCK);
    const order = [LATEST, BEST];
    for (const { name } of entries.toSorted((a, b) => order.indexOf(b.name) - order.indexOf(a.name))) {
      if (stepOf(name) !== null) await this.#remove(name);
      else await this.#files.remove(join(this.path, name));
    }
  }

  /** Where the checkpoint of a step is, or will be. */
  pathOf(step: number): string {
    return join(this.path, checkpointName(step));
  }

  /** The newest checkpoint; null if there is none. */
  latest(): Promise<SavedCheckpoint | null> {
    return latestCheckpoint(this.#files, this.path);
  }

  /**
   * Saves a checkpoint, replacing one of the same step, then removes all but the `keep` newest and that of `bestStep`.
   * Throws CheckpointWriteFault if it cannot be written, leaving everything unchanged.
   */
  async save(
    step: number,
    content: CheckpointContent,
    { keep, bestStep }: { readonly keep: number; readonly bestStep: number | null },
  ): Promise<SavedCheckpoint> {
    const name = checkpointName(step);
    const partial = join(this.path, unfinishedName(name, 'partial'));
    await checkFreeSpace(this.#files, this.path, content);
    try {
      await this.#files.remove(partial);
      await this.#files.makeFolder(partial);
      await writeCheckpoint(this.#files, partial, content);
      await this.#putInPlace(name);
      await this.#writeMark(LATEST, name);
      if (bestStep !== null && (await this.#has(bestStep))) await this.#writeMark(BEST, checkpointName(bestStep));
    } catch (cause) {
      await this.#files.remove(partial).catch(() => {});
      if (!(cause instanceof Error && ('code' in cause || cause instanceof WriteFault))) throw cause;
      throw new CheckpointWriteFault(
        `${join(this.path, name)} was not written: ${cause.message}. Earlier checkpoints are intact.`,
        { cause },
      );
    }
    await this.#prune(keep, bestStep);
    return { path: this.pathOf(step), step };
  }

  /** Releases the folder, and removes it and its parent if they are empty. */
  async close(): Promise<void> {
    this.#lock.release();
    await this.#files.removeIfEmpty(this.path);
    await removeEmptyFolderOutsideGit(this.#files, dirname(this.path));
  }

  async #putInPlace(name: string): Promise<void> {
    const path = join(this.path, name);
    const [partial, replaced] = (['partial', 'replaced'] as const).map((state) =>
      join(this.path, unfinishedName(name, state)),
    );
    const earlier = await this.#has(stepOf(name)!);
    if (earlier) await this.#files.rename(path, replaced);
    await this.#files.rename(partial, path);
    if (earlier) await this.#files.remove(replaced);
    await this.#files.sync(this.path);
  }

  async #writeMark(file: string, name: string): Promise<void> {
    await writeText(
      this.#files,
      join(this.path, file),
      `${name}
`,
    );
  }

  async #prune(keep: number, bestStep: number | null): Promise<void> {
    const steps = await checkpointSteps(this.#files, this.path);
    for (const step of steps.slice(0, Math.max(0, steps.length - keep))) {
      if (step !== bestStep) await this.#remove(checkpointName(step));
    }
  }

  /** Renamed first, so that a half-removed folder is never taken for a checkpoint. */
  async #remove(name: string): Promise<void> {
    const removed = join(this.path, unfinishedName(name, 'removed'));
    await this.#files.rename(join(this.path, name), removed);
    await this.#files.remove(removed);
  }

  async #has(step: number): Promise<boolean> {
    return (await checkpointSteps(this.#files, this.path)).includes(step);
  }

  /** Removes what a killed process was saving, and restores what it was replacing. */
  async #clearLeftovers(): Promise<void> {
    for (const { name: entry } of await this.#files.list(this.path)) {
      const unfinished = parseUnfinished(entry);
      if (unfinished === null) continue;
      const { name, state } = unfinished;
      const step = stepOf(name);
      if (state === 'replaced' && step !== null && !(await this.#has(step))) {
        await this.#files.rename(join(this.path, entry), join(this.path, name));
      } else if (step !== null || state === 'partial') await this.#files.remove(join(this.path, entry));
    }
    const newest = await newestUnmarked(this.#files, this.path);
    if (newest !== null) await this.#writeMark(LATEST, newest);
  }
}

/** The checkpoint that `latest` names; if that is missing, the one with the highest step; null if there is none. */
export async function latestCheckpoint(files: Files, runFolder: string): Promise<SavedCheckpoint | null> {
  return (await markedCheckpoint(files, runFolder, LATEST)) ?? (await highestCheckpoint(files, runFolder));
}

/** The checkpoint with the lowest validation loss; null if none is marked or it is missing. */
export function bestCheckpoint(files: Files, runFolder: string): Promise<SavedCheckpoint | null> {
  return markedCheckpoint(files, runFolder, BEST);
}

/** The steps of all checkpoints in a folder, ascending; empty if there is no such folder. */
export async function checkpointSteps(files: Files, runFolder: string): Promise<number[]> {
  const entries = (await nullIfMissing(files.list(runFolder))) ?? [];
  const steps = entries.filter(({ kind }) => kind === 'folder').map(({ name }) => stepOf(name));
  return steps.filter((step) => step !== null).sort((a, b) => a - b);
}

async function markedCheckpoint(files: Files, runFolder: string, file: string): Promise<SavedCheckpoint | null> {
  const mark = (await textIfThere(files, join(runFolder, file))) ?? '';
  const step = stepOf(mark.trim());
  if (step === null || !(await checkpointSteps(files, runFolder)).includes(step)) return null;
  return { path: join(runFolder, checkpointName(step)), step };
}

async function highestCheckpoint(files: Files, runFolder: string): Promise<SavedCheckpoint | null> {
  const step = (await checkpointSteps(files, runFolder)).at(-1);
  return step === undefined ? null : { path: join(runFolder, checkpointName(step)), step };
}

/** The highest checkpoint, if it was put in place after `latest` was written: the process was killed in between. */
async function newestUnmarked(files: Files, runFolder: string): Promise<string | null> {
  const [marked, highest] = [await latestCheckpoint(files, runFolder), await highestCheckpoint(files, runFolder)];
  if (marked === null || highest === null || highest.step <= marked.step) return null;
  const changed = async (path: string) => (await files.stat(path).catch(() => null))?.changedMs ?? 0;
  const isNewer = (await changed(highest.path)) >= (await changed(join(runFolder, LATEST)));
  return isNewer ? checkpointName(highest.step) : null;
}
