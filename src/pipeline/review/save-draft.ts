import type { Project } from '../../project/project.ts';
import { exactText, replaceText } from '../../project/text/exact-text.ts';
import { whileLocked } from '../publish/queue-lock.ts';
import { findDraft } from './draft-file.ts';

/** What a draft's file is after an attempt to replace it. */
export interface SavedDraft {
  /** Whether it was replaced; if not, `text` is what somebody else has written meanwhile. */
  readonly isSaved: boolean;
  readonly text: string;
}

/**
 * Replaces the text of a draft of a queue, only if it still is `was`. The new text need not be a valid draft: a person may
 * be in the middle of it. Throws MissingInputFault, NotADraftFault, UnreadableFault, LockedFault and WriteFault.
 */
export function saveDraft(
  project: Project,
  queue: string,
  path: string,
  { text, was }: { readonly text: string; readonly was: string },
): Promise<SavedDraft> {
  return whileLocked(project, queue, async () => {
    const { path: place } = await findDraft(project.files, queue, path);
    const now = await exactText(project.files, place);
    if (now !== was) return { isSaved: now === text, text: now };
    if (now !== text) await replaceText(project.files, place, text);
    return { isSaved: true, text };
  });
}
