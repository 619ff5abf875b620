import type { TrainingEvent } from '../../engine/training/training-loop.ts';
import type { TrainingMemory } from '../../engine/training/training-memory.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import type { DownloadEvent } from '../../project/download-events.ts';
import type { CorpusEvent } from '../corpus/post-events.ts';
import type { SampleEvent, SamplesWrittenEvent } from './training-samples.ts';

/** Everything that a training tells, in the order in which it comes first. */
export type TrainEvent =
  | DownloadEvent
  | LoadingEvent
  | CorpusEvent
  | DatasetEvent
  | DeviceEvent
  | StartEvent
  | NoticeEvent
  | PlanEvent
  | { readonly type: 'training' }
  | Exclude<TrainingEvent, { readonly type: 'save' | 'sample' }>
  | SavingEvent
  | SavedEvent
  | SamplingEvent
  | SampleEvent
  | SamplesWrittenEvent;

/** The dataset is about to be read. */
export interface LoadingEvent {
  readonly type: 'loading';
  readonly dataset: string;
}

export interface DatasetEvent {
  readonly type: 'dataset';
  /** All tokens, those for validation included. */
  readonly tokens: number;
  readonly validationTokens: number;
  readonly posts: number;
  /** Posts kept for validation. */
  readonly heldOutPosts: number;
}

/** Which model the training starts with. */
export interface StartEvent {
  readonly type: 'start';
  readonly name: string;
  /** Whether it starts from random weights, knowing nothing. */
  readonly isRandom: boolean;
  /** Whether it is the small one that comes with the package. */
  readonly isPackaged: boolean;
  /** Updates that it already has; 0 at the beginning. */
  readonly step: number;
}

/** Something that is not as one might expect, in a sentence. */
export interface NoticeEvent {
  readonly type: 'notice';
  readonly text: string;
}

/** What the training will do. */
export interface PlanEvent {
  readonly type: 'plan';
  /** Where the arithmetic happens: 'CPU, 2 threads, AVX-512'. */
  readonly device: string;
  readonly parameters: number;
  readonly tokensPerStep: number;
  /** Steps of one pass over the training tokens. */
  readonly stepsPerEpoch: number;
  /** The last step; null for an endless training. */
  readonly steps: number | null;
  readonly memory: TrainingMemory;
  /** Memory that is there. */
  readonly availableBytes: number;
}

/** A checkpoint is about to be written. */
export interface SavingEvent {
  readonly type: 'saving';
  readonly step: number;
  readonly path: string;
}

/** A checkpoint is in its place. */
export interface SavedEvent {
  readonly type: 'saved';
  readonly step: number;
  readonly path: string;
  /** Whether no earlier one had a lower validation loss. */
  readonly isBest: boolean;
}

/** Samples are about to be drawn. */
export interface SamplingEvent {
  readonly type: 'sampling';
  readonly step: number;
}
