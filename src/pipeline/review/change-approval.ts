import type { Approval } from '../../blog/publishing/queue.ts';
import { setApproval } from '../../blog/publishing/set-approval.ts';
import type { Project } from '../../project/project.ts';
import { replaceText } from '../../project/text/exact-text.ts';
import type { ApprovalSetEvent } from '../events.ts';
import { whileLocked } from '../publish/queue-lock.ts';
import { type DecideGiven, decideSettings } from '../settings/review.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { readDraftFile } from './draft-file.ts';

/**
 * Approves drafts of a queue, so that they may be published. All files are read before the first is changed; nothing else
 * in them changes. Throws SettingFault, NotADraftFault, UnreadableFault, PostFault, LockedFault and WriteFault.
 */
export function approve(given: DecideGiven, project: Project): AsyncGenerator<ApprovalSetEvent, void, undefined> {
  return changeApproval(given, project, 'approved');
}

/** Holds drafts of a queue back: they are never published, not even by `auto`. Throws what `approve` throws. */
export function hold(given: DecideGiven, project: Project): AsyncGenerator<ApprovalSetEvent, void, undefined> {
  return changeApproval(given, project, 'held back');
}

async function* changeApproval(
  given: DecideGiven,
  project: Project,
  approval: Exclude<Approval, 'unreviewed'>,
): AsyncGenerator<ApprovalSetEvent, void, undefined> {
  const { files, queue } = checkSettings(decideSettings, given);
  const changed = await whileLocked(project, queue, async () => {
    const drafts = [];
    for (const path of new Set(files)) drafts.push(await readDraftFile(project.files, queue, path));
    const edits = drafts.map(({ path, file, draft }) => ({
      path,
      file,
      edited: setApproval(file, draft.post, approval),
    }));
    for (const { path, file, edited } of edits) if (edited !== file) await replaceText(project.files, path, edited);
    return edits;
  });
  for (const { path, file, edited } of changed)
    yield { type: 'approval-set', path, approval, wasAlready: edited === file };
}
