import { PostFault } from '../../blog/posts/post-fault.ts';
import { setApproval } from '../../blog/publishing/set-approval.ts';
import { exists, pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { exactText, replaceText } from '../../project/text/exact-text.ts';
import { UnreadableFault } from '../../project/text/read-text-file.ts';
import type { ReviewEvent } from '../events/reviewing.ts';
import { whileLocked } from '../publish/queue-lock.ts';
import type { Decision, ReviewOptions } from './decision.ts';
import { type DraftFile, NotADraftFault, readDraftFile } from './draft-file.ts';
import type { Reviewer } from './reviewer.ts';
import { moveToTrash, takeFromTrash } from './trash.ts';

export type DecisionMaker = Required<{ readonly [Name in keyof ReviewOptions]: NonNullable<ReviewOptions[Name]> }>;

/** A review in progress. */
export interface Review {
  readonly project: Project;
  readonly queue: string;
  readonly label: string | null;
  readonly reviewer: Reviewer;
  /** The drafts that are left, in order. */
  names: string[];
  /** How to undo each decision so far. */
  readonly undo: Undo[];
}

interface Undo {
  readonly name: string;
  /** Undoes it; returns why it cannot be undone, or null. */
  readonly act: () => Promise<string | null>;
}

/**
 * Shows one draft after the other until the decision is null, or anything but `undo` and `back` after the last one: there,
 * too, the last decision can be undone.
 */
export async function* decide(review: Review, maker: DecisionMaker): AsyncGenerator<ReviewEvent, void, undefined> {
  for (let at = 0; ; ) {
    if (at >= review.names.length) {
      const decision = await maker.decide(null);
      if (decision !== 'undo' && decision !== 'back') return;
      at = decision === 'undo' ? yield* undoLast(review, at) : Math.max(0, review.names.length - 1);
      continue;
    }
    const file = yield* readOrLeaveOut(review, at);
    if (file === null) continue;
    const draft = await review.reviewer.review(file);
    yield { type: 'draft-shown', number: at + 1, drafts: review.names.length, draft, usual: review.reviewer.usual };
    const decision = await maker.decide(draft);
    if (decision === null) return;
    if (decision === 'undo') at = yield* undoLast(review, at);
    else if (decision === 'edit') yield { type: 'draft-edited', path: file.path, problem: await maker.edit(file.path) };
    else if (decision === 'back') at = Math.max(0, at - 1);
    else if (decision === 'next') at++;
    else if (yield* carryOut(review, at, file, decision)) at += decision === 'delete' ? 0 : 1;
  }
}

/** Reads a draft; null if it is gone or no longer a draft, and it is then left out of the review. */
async function* readOrLeaveOut(
  { project, queue, label, names }: Review,
  at: number,
): AsyncGenerator<ReviewEvent, DraftFile | null, undefined> {
  const path = pathIn(queue, names[at]);
  try {
    return await readDraftFile(project.files, queue, path, label);
  } catch (fault) {
    names.splice(at, 1);
    if (fault instanceof NotADraftFault) yield { type: 'draft-gone', path };
    else if (fault instanceof PostFault) {
      yield { type: 'draft-unusable', path, reason: `line ${fault.line}: ${fault.reason}` };
    } else if (fault instanceof UnreadableFault) yield { type: 'draft-unusable', path, reason: fault.reason };
    else throw fault;
    return null;
  }
}

/** Changes a draft, unless its file is no longer what was shown; returns whether it was changed. */
async function* carryOut(
  review: Review,
  at: number,
  { path, file, draft }: DraftFile,
  decision: Extract<Decision, 'approve' | 'hold' | 'delete'>,
): AsyncGenerator<ReviewEvent, boolean, undefined> {
  const { project, queue, undo, names } = review;
  const { files } = project;
  const name = names[at];
  const approval = decision === 'approve' ? 'approved' : 'held back';
  let edited: string | null = null;
  try {
    if (decision !== 'delete') edited = setApproval(file, draft.post, approval);
  } catch (fault) {
    if (!(fault instanceof PostFault)) throw fault;
    yield { type: 'draft-unusable', path, reason: fault.reason };
    return false;
  }
  const done = await whileLocked(project, queue, async (): Promise<ReviewEvent> => {
    if (!(await exists(files, path))) return { type: 'draft-gone', path };
    if ((await exactText(files, path)) !== file) return { type: 'draft-changed', path };
    if (edited !== null) {
      if (edited !== file) await replaceText(files, path, edited);
      undo.push({ name, act: () => restore(project, path, edited, file) });
      return { type: 'approval-set', path, approval, day: draft.day, wasAlready: edited === file };
    }
    const trashed = await moveToTrash(files, queue, path);
    names.splice(at, 1);
    undo.push({
      name,
      act: async () => {
        if (!(await takeFromTrash(files, trashed))) return `there is another draft by now; it stays in ${trashed.to}.`;
        names.splice(Math.min(at, names.length), 0, name);
        return null;
      },
    });
    return { type: 'draft-deleted', path, trash: trashed.to };
  });
  yield done;
  return done.type === 'approval-set' || done.type === 'draft-deleted';
}

/** Writes what a draft was before a decision, unless it has changed since. */
async function restore({ files }: Project, path: string, now: string, before: string): Promise<string | null> {
  if (!(await exists(files, path))) return 'it is no longer in the queue.';
  if ((await exactText(files, path)) !== now) return 'it was changed after that.';
  if (now !== before) await replaceText(files, path, before);
  return null;
}

/** Undoes the last decision; returns the number of the draft to show. */
async function* undoLast(review: Review, at: number): AsyncGenerator<ReviewEvent, number, undefined> {
  const last = review.undo.pop();
  if (last === undefined) {
    yield { type: 'nothing-to-undo' };
    return at;
  }
  const problem = await whileLocked(review.project, review.queue, last.act);
  yield { type: 'decision-undone', path: pathIn(review.queue, last.name), problem };
  const found = review.names.indexOf(last.name);
  return found === -1 ? at : found;
}
