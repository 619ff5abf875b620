import { FileExistsFault } from '../../project/file-faults.ts';
import type { Project } from '../../project/project.ts';
import type { DraftMovedEvent } from '../events/reviewing.ts';
import { whileLocked } from '../publish/queue-lock.ts';
import { type DiscardGiven, discardSettings } from '../settings/review.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { readDraftFile } from './draft-file.ts';
import { findInTrash, moveToTrash, takeFromTrash } from './trash.ts';

/**
 * Moves drafts of a queue to its trash, or back with `restore`. All of them are looked up before the first is moved, and
 * nothing is ever replaced. Throws SettingFault, MissingInputFault, NotADraftFault, UnreadableFault, PostFault,
 * FileExistsFault, LockedFault and WriteFault.
 */
export async function* discard(
  given: DiscardGiven,
  project: Project,
): AsyncGenerator<DraftMovedEvent, void, undefined> {
  const { files: named, queue, restore } = checkSettings(discardSettings, given);
  const names = [...new Set(named)];
  const moved = await whileLocked(project, queue, () =>
    restore ? takeBack(project, queue, names) : throwAway(project, queue, names),
  );
  yield* moved;
}

async function throwAway({ files }: Project, queue: string, names: readonly string[]): Promise<DraftMovedEvent[]> {
  const drafts = [];
  for (const name of names) drafts.push(await readDraftFile(files, queue, name));
  const moved: DraftMovedEvent[] = [];
  for (const { path } of drafts) {
    moved.push({ type: 'draft-moved', path, trash: (await moveToTrash(files, queue, path)).to, isInTrash: true });
  }
  return moved;
}

async function takeBack({ files }: Project, queue: string, names: readonly string[]): Promise<DraftMovedEvent[]> {
  const found = [];
  for (const name of names) found.push(await findInTrash(files, queue, name));
  const moved: DraftMovedEvent[] = [];
  for (const trashed of found) {
    if (!(await takeFromTrash(files, trashed))) {
      throw new FileExistsFault(
        `${trashed.from} exists by now, so ${trashed.to} stays in the trash; rename one of them first.`,
      );
    }
    moved.push({ type: 'draft-moved', path: trashed.from, trash: trashed.to, isInTrash: false });
  }
  return moved;
}
