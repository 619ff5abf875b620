/** Events of `export`, `evaluate`, `models`, `init` and `doctor`. They hold JSON values only. */

import type { DeviceEvent } from '../../project/devices.ts';
import type { DownloadEvent } from '../../project/download-events.ts';
import type { Examination } from '../doctor/examination.ts';
import type { CorpusEvent, ReadingEvent } from './reading.ts';
import type { WriterEvent } from './writing.ts';

/** Progress of writing. Reported only when it takes longer than two seconds. */
export interface ExportingEvent {
  readonly type: 'exporting';
  readonly bytesDone: number;
  readonly bytes: number;
}

/** The model has been exported. */
export interface ExportedEvent {
  readonly type: 'exported';
  /** The folder or files that were written. */
  readonly paths: readonly string[];
}

export type ExportEvent = DownloadEvent | WriterEvent | ExportingEvent | ExportedEvent;

/** Progress within a text. */
export interface EvaluatingEvent {
  readonly type: 'evaluating';
  readonly path: string;
  readonly batches: number;
  readonly batchesDone: number;
}

/** How well the model predicts a text. */
export interface EvaluatedEvent {
  readonly type: 'evaluated';
  readonly path: string;
  readonly documents: number;
  /** Tokens that were predicted, end marks included. */
  readonly predictions: number;
  /** Bytes of text in these tokens; an end mark counts as none. */
  readonly bytes: number;
  /** Mean per token, in nats. */
  readonly loss: number;
  /** e raised to the loss. */
  readonly perplexity: number;
  /** The total loss in bits divided by the bytes: comparable between vocabularies. */
  readonly bitsPerByte: number;
}

export type EvaluateEvent = DownloadEvent | CorpusEvent | WriterEvent | DeviceEvent | EvaluatingEvent | EvaluatedEvent;

/** A model that can be downloaded. */
export interface DownloadableModel {
  readonly type: 'downloadable';
  readonly name: string;
  /** Its repository at Hugging Face. */
  readonly repository: string;
  readonly licence: string;
  /** Whether its owner requires an account at Hugging Face and consent to terms. */
  readonly isGated: boolean;
  readonly tuning: 'base' | 'chat';
  readonly parameters: number;
  /** Approximate size of the download; null if unknown. */
  readonly bytes: number | null;
  /** Longest window, in tokens. */
  readonly context: number;
  /** Measured after `tpdne run` on the example blog, see `KnownModel`; null: not measured. */
  readonly bitsPerByte: number | null;
  readonly minutes: number | null;
}

/** A model on this machine. */
export interface LocalModel {
  readonly type: 'model';
  /** The value of `model_name` that selects it. */
  readonly name: string;
  readonly path: string;
  /** Null if it cannot be read; `problem` then says why. */
  readonly parameters: number | null;
  readonly bytes: number;
  readonly format: string | null;
  /** The address it was downloaded from, or another origin in words; null if unknown. */
  readonly from: string | null;
  readonly problem: string | null;
}

/** A download that was stopped. */
export interface UnfinishedModel {
  readonly type: 'unfinished';
  readonly name: string;
  readonly path: string;
  /** Bytes received so far. */
  readonly bytes: number;
}

export type ModelsEvent = LocalModel | UnfinishedModel | DownloadableModel;

/** The blog found in a folder. */
export interface SiteFound {
  /** The id of the generator and its description ('a Jekyll site'); null if none was found. */
  readonly generator: { readonly id: string; readonly name: string } | null;
  /** The folder posts would be read from, and how many files may be posts; null if there are none. */
  readonly posts: string | null;
  readonly files: number;
  /** Those of tpdne's own files that the generator would publish. */
  readonly exposed: readonly string[];
}

export type InitEvent =
  /** The folder was examined. */
  | { readonly type: 'site-examined'; readonly site: SiteFound }
  /** An invalid answer; the question is asked again. */
  | { readonly type: 'answer-refused'; readonly reason: string }
  /** The questions were not answered; no file was written. */
  | { readonly type: 'init-cancelled' }
  /** The config file has been written. */
  | {
      readonly type: 'config-written';
      readonly path: string;
      readonly site: SiteFound;
      /** The model in the config file, if it is not on this machine yet. */
      readonly toDownload: string | null;
      /** Jekyll's configuration, if the files of tpdne were added to its `exclude`. */
      readonly excluded: string | null;
    };

export type DoctorEvent =
  | ReadingEvent
  /** Everything was examined. */
  | { readonly type: 'examined'; readonly found: Examination };
