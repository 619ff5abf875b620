import type { DeviceEvent } from '../../project/devices.ts';
import type { CorpusEvent } from '../corpus/post-events.ts';
import type { PostEvent } from '../drafts/write-posts.ts';
import type { UnmeasuredEvent } from '../judge/measure-perplexity.ts';
import type { TrainEvent } from '../train/training-events.ts';
import type { GoingOnEvent, PostsChangedEvent } from './resume.ts';
import type { CorpusSize, WrittenPost } from './state.ts';

/** Everything that a run tells, in the order in which it comes first. */
export type RunEvent =
  | CorpusEvent
  | PostsReadEvent
  | PostsChangedEvent
  | GoingOnEvent
  | TrainEvent
  | DeviceEvent
  | UnmeasuredEvent
  | PostEvent
  /** Stopped before its end; the same command resumes it. */
  | { readonly type: 'run-interrupted'; readonly written: number; readonly count: number }
  | RunFinishedEvent;

/** All posts are read; comes once, before the training. */
export interface PostsReadEvent {
  readonly type: 'posts-read';
  readonly corpus: CorpusSize;
}

/** Everything that was asked for is there. */
export interface RunFinishedEvent {
  readonly type: 'run-finished';
  readonly corpus: CorpusSize;
  /** Updates in all, the seconds they took in all starts together, and the lowest validation loss. */
  readonly training: { readonly steps: number; readonly seconds: number; readonly bestLoss: number | null };
  readonly posts: readonly WrittenPost[];
  readonly out: string;
}
