import type { Approval } from '../../blog/publishing/queue.ts';
import { setApproval } from '../../blog/publishing/set-approval.ts';
import { isDay } from '../../blog/publishing/zoned-time.ts';
import type { Project } from '../../project/project.ts';
import { replaceText } from '../../project/text/exact-text.ts';
import type { ApprovalSetEvent } from '../events/reviewing.ts';
import { whileLocked } from '../publish/queue-lock.ts';
import { ANY_DAY, type ApproveGiven, approveSettings, type HoldGiven, holdSettings } from '../settings/review.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import { readDraftFile } from './draft-file.ts';

/**
 * Approves drafts of a queue, so that they may be published, and may set the day for that. All files are read before the
 * first is changed; nothing else in them changes. Throws SettingFault, MissingInputFault, NotADraftFault,
 * UnreadableFault, PostFault, LockedFault and WriteFault.
 */
export async function* approve(
  given: ApproveGiven,
  project: Project,
): AsyncGenerator<ApprovalSetEvent, void, undefined> {
  const { files, queue, for: day } = checkSettings(approveSettings, given);
  yield* changeApproval(project, queue, files, 'approved', dayOf(day));
}

/** Holds drafts of a queue back: they are never published, not even by `auto`. Throws what `approve` throws. */
export async function* hold(given: HoldGiven, project: Project): AsyncGenerator<ApprovalSetEvent, void, undefined> {
  const { files, queue } = checkSettings(holdSettings, given);
  yield* changeApproval(project, queue, files, 'held back', undefined);
}

/** The day that a setting names: null for any, undefined if it stays as it is. Throws SettingFault. */
function dayOf(given: string | null): string | null | undefined {
  if (given === null) return undefined;
  if (given === ANY_DAY) return null;
  if (isDay(given)) return given;
  throw new SettingFault('for', `\`for\` takes a day such as 2026-12-05, or ${ANY_DAY}, got ${JSON.stringify(given)}.`);
}

async function* changeApproval(
  project: Project,
  queue: string,
  files: readonly string[],
  approval: Exclude<Approval, 'unreviewed'>,
  day: string | null | undefined,
): AsyncGenerator<ApprovalSetEvent, void, undefined> {
  const changed = await whileLocked(project, queue, async () => {
    const drafts = [];
    for (const path of new Set(files)) drafts.push(await readDraftFile(project.files, queue, path));
    const edits = drafts.map(({ path, file, draft }) => ({
      path,
      file,
      day: day === undefined ? draft.day : day,
      edited: setApproval(file, draft.post, approval, day),
    }));
    for (const { path, file, edited } of edits) if (edited !== file) await replaceText(project.files, path, edited);
    return edits;
  });
  for (const { path, file, edited, day: itsDay } of changed)
    yield { type: 'approval-set', path, approval, day: itsDay, wasAlready: edited === file };
}
