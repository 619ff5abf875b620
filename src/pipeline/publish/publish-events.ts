import type { QueueCounts } from '../../blog/publishing/queue.ts';
import type { Slot } from '../../blog/publishing/schedule.ts';
import type { RemoteRequest } from '../../project/publishing-tools.ts';
import type { RunEvent } from '../run/run-events.ts';

/** A draft is in its place as a post, and out of the queue. */
export interface PublishedEvent {
  readonly type: 'published';
  /** The file that was the draft, and the one that is the post; of a post on a server, the copy that is kept. */
  readonly draft: string;
  readonly post: string;
  /** Where it is on a server; null for a post in a folder. */
  readonly address: string | null;
  /** The day of the schedule that it is for; null without one. */
  readonly slot: string | null;
  /** An earlier call had begun with it and was cut off. */
  readonly isFinished: boolean;
  readonly queue: QueueCounts;
}

export type PublishEvent =
  /** A draft was to go out, or might have, and cannot; it stays. */
  | { readonly type: 'draft-passed-over'; readonly path: string; readonly reason: string }
  /** A draft that nobody has reviewed goes out for its score. */
  | { readonly type: 'draft-chosen'; readonly path: string; readonly score: number }
  /** It is time for a post, and no draft may go out; `own`: those that would, by `auto`, had a model written them. */
  | { readonly type: 'nothing-approved'; readonly queue: QueueCounts; readonly own: number; readonly slot: Slot | null }
  /** There is nothing to do before the next time. */
  | { readonly type: 'nothing-due'; readonly next: Slot }
  | PublishedEvent
  | { readonly type: 'committed'; readonly message: string }
  | { readonly type: 'pushed' }
  /** Something that may pass is in the way; the same is tried again. */
  | { readonly type: 'publish-failed'; readonly reason: string; readonly again: Date }
  /** What would change in files, as `diff --unified` shows it. */
  | { readonly type: 'difference'; readonly text: string }
  /** What would be sent. */
  | { readonly type: 'request'; readonly request: RemoteRequest }
  | { readonly type: 'note'; readonly note: string }
  /** What a machine is to be given so that it publishes in time. */
  | { readonly type: 'timer'; readonly text: string }
  /** The queue has too few drafts, and new ones are written. */
  | { readonly type: 'refilling'; readonly drafts: number }
  | { readonly type: 'refill'; readonly event: RunEvent };
