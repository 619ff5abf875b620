/** Events of `review`, `approve` and `hold`. They hold JSON values only. */

import type { CopiedRange } from '../../blog/judging/copied-ranges.ts';
import type { Judgement, UsualPost } from '../../blog/judging/judgement.ts';
import type { Approval, QueueCounts } from '../../blog/publishing/queue.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import type { CorpusEvent } from './reading.ts';
import type { ModelsUnavailableEvent } from './writing.ts';

/** A draft of the queue. */
export interface ReviewedDraft {
  readonly path: string;
  readonly title: string | null;
  /** As written in the draft. */
  readonly date: string | null;
  readonly words: number;
  readonly approval: Approval;
  /** The day on which it is published, `2026-12-05`; null for any day. */
  readonly day: string | null;
  /** Whether it is labelled as written by a model. */
  readonly isGenerated: boolean;
  /** Null if there is nothing to judge it by. */
  readonly judgement: Judgement | null;
  /** It shares more consecutive words with one post than allowed. */
  readonly isOver: boolean;
  /** Its Markdown. */
  readonly body: string;
  /** The parts of the body that are copied from posts, in order. */
  readonly copied: readonly CopiedRange[];
}

/** A draft was approved or held back. */
export interface ApprovalSetEvent {
  readonly type: 'approval-set';
  readonly path: string;
  readonly approval: Approval;
  /** The day on which it is published, `2026-12-05`; null for any day. */
  readonly day: string | null;
  /** It was so before; the file was not changed. */
  readonly wasAlready: boolean;
}

/** A draft was moved to the trash of the queue, or taken out of it again. */
export interface DraftMovedEvent {
  readonly type: 'draft-moved';
  /** Its path in the queue, and in the trash. */
  readonly path: string;
  readonly trash: string;
  /** Where it is now. */
  readonly isInTrash: boolean;
}

export type ReviewEvent =
  | CorpusEvent
  | DeviceEvent
  | ModelsUnavailableEvent
  /** Drafts have no scores; the reason, in a sentence. */
  | { readonly type: 'scores-unavailable'; readonly reason: string }
  /** A file in the queue that is not a draft. */
  | { readonly type: 'draft-unusable'; readonly path: string; readonly reason: string }
  /** A draft, before a decision is asked for. `usual` is what the posts are usually like; null without a judgement. */
  | {
      readonly type: 'draft-shown';
      readonly number: number;
      readonly drafts: number;
      readonly draft: ReviewedDraft;
      readonly usual: UsualPost | null;
    }
  | ApprovalSetEvent
  /** A draft was moved to the trash of the queue. */
  | { readonly type: 'draft-deleted'; readonly path: string; readonly trash: string }
  /** An editor was called; `problem` is a sentence if it failed. */
  | { readonly type: 'draft-edited'; readonly path: string; readonly problem: string | null }
  /** The file changed after it was shown: nothing was done, and it is shown again. */
  | { readonly type: 'draft-changed'; readonly path: string }
  /** The file is no longer in the queue. */
  | { readonly type: 'draft-gone'; readonly path: string }
  /** The last decision was undone, or not: the reason, in a sentence. */
  | { readonly type: 'decision-undone'; readonly path: string; readonly problem: string | null }
  /** There is no decision to undo. */
  | { readonly type: 'nothing-to-undo' }
  /** The end; what is in the queue now. */
  | { readonly type: 'review-finished'; readonly queue: QueueCounts };
