/** Events of `run`. They hold JSON values only. */

import type { DeviceEvent } from '../../project/devices.ts';
import type { CorpusEvent } from './reading.ts';
import type { ReportWrittenEvent } from './reporting.ts';
import type { TrainEvent } from './training.ts';
import type { ModelsUnavailableEvent, PostEvent, WrittenPost } from './writing.ts';

export interface CorpusSize {
  readonly posts: number;
  readonly words: number;
  readonly tokens: number;
}

/** All posts have been read. Reported once, before the training. */
export interface PostsReadEvent {
  readonly type: 'posts-read';
  readonly corpus: CorpusSize;
}

/** The posts have changed since the run learned from them, so it trains further. */
export interface PostsChangedEvent {
  readonly type: 'posts-changed';
  readonly before: number;
  readonly now: number;
}

/** How far a run is trained. */
export interface TrainedSteps {
  /** Updates so far, and how many of them on these posts: the others were before posts were added. */
  readonly steps: number;
  readonly stepsOnThesePosts: number;
  /**
   * The setting `steps` with which these posts would be trained on as usual, if fewer were allowed; null if they were not, or in
   * early versions.
   */
  readonly usualSteps: number | null;
}

/** The job was started earlier and resumes. */
export interface RunResumedEvent {
  readonly type: 'run-resumed';
  /** The training is complete. */
  readonly isTrained: boolean;
  readonly training: TrainedSteps;
  /** Posts of the series written so far. */
  readonly written: number;
}

/** Everything that was requested is done. */
export interface RunFinishedEvent {
  readonly type: 'run-finished';
  readonly corpus: CorpusSize;
  /** Also seconds of training summed over all calls, and the lowest validation loss. */
  readonly training: TrainedSteps & { readonly seconds: number; readonly bestLoss: number | null };
  readonly posts: readonly WrittenPost[];
  readonly out: string;
}

/** Every event of a run, in order of first appearance. */
export type RunEvent =
  /** A model could not be downloaded, so the run uses the bundled one; `reason` is a clause without a full stop. */
  | { readonly type: 'bundled-instead'; readonly name: string; readonly reason: string }
  | CorpusEvent
  | PostsReadEvent
  | PostsChangedEvent
  | RunResumedEvent
  | TrainEvent
  | DeviceEvent
  | ModelsUnavailableEvent
  | PostEvent
  /** Interrupted; the same command resumes it. */
  | { readonly type: 'run-interrupted'; readonly written: number; readonly count: number }
  | ReportWrittenEvent
  | RunFinishedEvent;
