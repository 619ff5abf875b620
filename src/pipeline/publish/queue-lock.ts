import { LockedFault } from '../../project/file-faults.ts';
import { isFolder, pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { MissingInputFault, requireInput } from '../corpus/find-posts.ts';

/** The lock file in the queue's folder: only one process at a time publishes from it or changes its drafts. */
const LOCK = '.publishing';
export const PUBLISHING = { does: 'publishes from the same queue', instead: 'Wait for it' };
const REVIEWING = { does: 'changes a draft of the same queue', instead: 'Wait for it' };

/** A publication usually takes less than a second; one on a slow server, some seconds. */
const PATIENCE_MS = 20_000;
const STEP_MS = 100;

export function queueLock(queue: string): string {
  return pathIn(queue, LOCK);
}

/**
 * Runs `act` while no other process publishes from the queue: a draft that is being published must not be written again.
 * Waits a moment for the other one. Throws MissingInputFault without such a folder, LockedFault, and the errors of `act`.
 */
export async function whileLocked<Result>(
  { files, sleep, signal }: Pick<Project, 'files' | 'sleep' | 'signal'>,
  queue: string,
  act: () => Promise<Result>,
): Promise<Result> {
  if (!(await isFolder(files, queue))) {
    await requireInput(files, queue);
    throw new MissingInputFault(`${queue} is a file, not a folder of drafts; name the folder with --queue.`);
  }
  for (let waitedMs = 0; ; waitedMs += STEP_MS) {
    let lock: Awaited<ReturnType<typeof files.lock>>;
    try {
      lock = await files.lock(queueLock(queue), REVIEWING);
    } catch (fault) {
      if (!(fault instanceof LockedFault) || waitedMs >= PATIENCE_MS) throw fault;
      await sleep(STEP_MS, signal);
      continue;
    }
    try {
      return await act();
    } finally {
      lock.release();
    }
  }
}
