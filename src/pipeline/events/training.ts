/** Events of `train`. They hold JSON values only. */

import type { SuggestedRates, TriedRate } from '../../engine/training/range-test.ts';
import type { TrainingEvent } from '../../engine/training/training-loop.ts';
import type { TrainingMemory } from '../../engine/training/training-memory.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import type { DownloadEvent } from '../../project/download-events.ts';
import type { ModelProposal } from '../models/propose-model.ts';
import type { NetworkForecast } from '../train/network-forecast.ts';
import type { Sample } from '../train/sample-history.ts';
import type { CorpusEvent } from './reading.ts';

/** The dataset is about to be read. */
export interface LoadingEvent {
  readonly type: 'dataset-loading';
  /** Its path; several are separated by commas. */
  readonly dataset: string;
}

/** The dataset has been read. */
export interface DatasetEvent {
  readonly type: 'dataset';
  /** All tokens, including those for validation. */
  readonly tokens: number;
  readonly validationTokens: number;
  readonly posts: number;
  /** Posts kept for validation. */
  readonly heldOutPosts: number;
}

/** The model that the training starts from. */
export interface StartEvent {
  readonly type: 'starting-model';
  readonly name: string;
  /** Whether it starts from random weights. */
  readonly isRandom: boolean;
  /** Whether it is the small model bundled with the package. */
  readonly isBundled: boolean;
  /** With the bundled model: a better one that fits this machine, if there is one. */
  readonly proposal?: ModelProposal;
  /** Updates it has already had; 0 for a new training. */
  readonly step: number;
}

/** Something unexpected, in a sentence. */
export interface NoticeEvent {
  readonly type: 'notice';
  readonly text: string;
  /** The text with the names of settings in backticks, if it names any, for a program that shows them in a form of its own. */
  readonly marked?: string;
}

/** What the training will do. */
export interface PlanEvent {
  readonly type: 'plan';
  /** Where the arithmetic happens: 'CPU, 2 threads, AVX-512'. */
  readonly device: string;
  readonly parameters: number;
  readonly tokensPerStep: number;
  /** Steps in one pass over the training tokens. */
  readonly stepsPerEpoch: number;
  /** The last step; null for an endless training. */
  readonly steps: number | null;
  readonly memory: TrainingMemory;
  /** Memory that is free. */
  readonly availableBytes: number;
}

/** What a training would be; nothing was written. */
export interface DryRunEvent {
  readonly type: 'dry-run';
  /** The model that it starts or resumes from, and the updates that this has already had. */
  readonly model: string;
  readonly step: number;
  readonly device: string;
  readonly precision: DeviceEvent['precision'];
  readonly dataset: DatasetEvent;
  readonly parameters: number;
  /** Parameters that are trained: all, the blocks', or those of an adapter. */
  readonly trainedParameters: number;
  /** Null: no adapter. */
  readonly adapterRank: number | null;
  /** In tokens; `batch_size` windows make a batch, and `accumulate_gradients` batches a step. */
  readonly window: number;
  readonly batch_size: number;
  readonly accumulate_gradients: number;
  readonly tokensPerStep: number;
  readonly stepsPerEpoch: number;
  /** The last step; null for an endless training. */
  readonly steps: number | null;
  /** Passes over the training tokens in the remaining steps; null for an endless training. */
  readonly passes: number | null;
  /** Learning rates of the next step, of the first step at its full value, and of the last; null for an endless training. */
  readonly rates: {
    readonly schedule: string;
    readonly first: StepRate;
    readonly full: StepRate;
    readonly last: StepRate | null;
  };
  /** Of this process; the ranks of a machine share what is available. */
  readonly memory: TrainingMemory;
  readonly availableBytes: number;
  /** What the ranks send each other in a step; null for one process. */
  readonly network: NetworkForecast | null;
  /** A step that was timed here, and its loss; null if there is nothing left to do. */
  readonly measured: { readonly seconds: number; readonly loss: number } | null;
  /** Of the remaining steps at that speed, without validations and samples; null if that is not known. */
  readonly minutes: number | null;
  /** The text of the first windows, with their marks. */
  readonly windows: readonly string[];
}

export interface StepRate {
  readonly step: number;
  readonly learning_rate: number;
}

/** How long the search for a learning rate takes at most, measured here. */
export interface RateTestEvent {
  readonly type: 'rate-test';
  readonly steps: number;
  readonly minutes: number;
}

/** A step of the search for a learning rate. */
export interface RateTriedEvent extends TriedRate {
  readonly type: 'rate-tried';
  /** Counted from 1. */
  readonly step: number;
}

/** The search for a learning rate has ended. */
export interface RatesFoundEvent extends SuggestedRates {
  readonly type: 'rates-found';
  /** Steps made. */
  readonly steps: number;
  /** Whether the loss diverged before the highest rate. */
  readonly diverged: boolean;
  /** The rate that the training would have without a search. */
  readonly learning_rate: number;
}

/** A checkpoint is about to be written. */
export interface SavingEvent {
  readonly type: 'saving';
  readonly step: number;
  readonly path: string;
}

/** A checkpoint has been written. */
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

/** A text written by the model being trained. */
export interface SampleEvent extends Sample {
  readonly type: 'sample';
}

/** All samples of a step have been written to a file. */
export interface SamplesWrittenEvent {
  readonly type: 'samples-written';
  readonly step: number;
  readonly path: string;
}

/** Every event of a training, in order of first appearance. */
export type TrainEvent =
  | DownloadEvent
  | LoadingEvent
  | CorpusEvent
  | DatasetEvent
  | DeviceEvent
  | StartEvent
  | NoticeEvent
  | PlanEvent
  | DryRunEvent
  | RateTestEvent
  | RateTriedEvent
  | RatesFoundEvent
  /** The first step begins. */
  | { readonly type: 'training-started' }
  | Exclude<TrainingEvent, { readonly type: 'save' | 'sample' }>
  | SavingEvent
  | SavedEvent
  | SamplingEvent
  | SampleEvent
  | SamplesWrittenEvent;
