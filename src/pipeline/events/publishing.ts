/** Events of `publish` and `unpublish`. They hold JSON values only. */

import type { QueueCounts } from '../../blog/publishing/queue.ts';
import type { RemoteRequest } from '../../project/publishing-tools.ts';
import type { RunEvent } from './run.ts';

/** A time in the schedule. */
export interface SlotTime {
  readonly day: string;
  /** ISO 8601, in UTC. */
  readonly moment: string;
}

/** Approved drafts whose day has not come. */
export interface LaterDrafts {
  readonly drafts: number;
  /** The earliest of their days, `2026-12-05`. */
  readonly first: string;
}

/** A draft has become a post and left the queue. */
export interface PublishedEvent {
  readonly type: 'published';
  /** Path of the draft, and of the post: for a post on a server, the local copy. */
  readonly draft: string;
  readonly post: string;
  /** Its address on the server; null for a post in a folder. */
  readonly address: string | null;
  /** The scheduled day it fills; null without a schedule. */
  readonly slot: string | null;
  /** True if an earlier call started publishing it and was cut off. */
  readonly isFinished: boolean;
  readonly queue: QueueCounts;
}

export type PublishEvent =
  /** A draft cannot be published; it stays in the queue. */
  | { readonly type: 'draft-skipped'; readonly path: string; readonly reason: string }
  /** An unreviewed draft is published because of its score. */
  | { readonly type: 'draft-chosen'; readonly path: string; readonly score: number }
  /**
   * A post is due, but no draft may be published. `own` counts unreviewed drafts that no model wrote, which `auto`
   * leaves alone; `later` are approved for a later day.
   */
  | {
      readonly type: 'nothing-approved';
      readonly queue: QueueCounts;
      readonly own: number;
      readonly later: LaterDrafts | null;
      readonly slot: SlotTime | null;
    }
  /** Nothing is due until `next`. */
  | { readonly type: 'nothing-due'; readonly next: SlotTime }
  | PublishedEvent
  /** The changed files were committed, with this message. */
  | { readonly type: 'committed'; readonly message: string }
  /** The commit was pushed. */
  | { readonly type: 'pushed' }
  /** A temporary failure; publishing is tried again. */
  | { readonly type: 'publish-failed'; readonly reason: string; readonly again: string }
  /** Changes that would be made to files, in the format of `diff --unified`. */
  | { readonly type: 'difference'; readonly text: string }
  /** The request that would be sent. */
  | { readonly type: 'request'; readonly request: RemoteRequest }
  /** A remark, in a sentence. */
  | { readonly type: 'note'; readonly note: string }
  /** The timer configuration that makes a machine publish on schedule. */
  | { readonly type: 'timer-text'; readonly text: string }
  /** The queue is short of drafts, so new ones are being written. */
  | { readonly type: 'refill-started'; readonly drafts: number }
  /** An event of the run that writes them. */
  | { readonly type: 'refill-event'; readonly event: RunEvent };

/** A post was taken back. */
export interface UnpublishedEvent {
  readonly type: 'unpublished';
  /** Path of the post that is gone, for a post on a server that of its local copy, and of the draft. */
  readonly post: string;
  readonly draft: string;
  /** Its address on the server, where it is a draft now; null for a post in a folder. */
  readonly address: string | null;
  /** False if it was no longer on the server. */
  readonly wasThere: boolean;
  /** True if an earlier call began it and was cut off. */
  readonly isFinished: boolean;
}

export type UnpublishEvent =
  | UnpublishedEvent
  | Extract<PublishEvent, { readonly type: 'committed' | 'pushed' | 'difference' | 'request' | 'note' }>;
