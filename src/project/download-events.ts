import { Fault } from '../fault.ts';

/** An address from which nothing could be downloaded. */
export class DownloadFault extends Fault {}

/** What a download tells while it works, in the order in which it comes first. */
export type DownloadEvent =
  | DownloadStartedEvent
  | DownloadProgressEvent
  | DownloadWaitingEvent
  | DownloadNoteEvent
  | DownloadedEvent;

/** It is known what is to come, and nothing large has come yet. */
export interface DownloadStartedEvent {
  readonly type: 'download-started';
  /** The name of the model, and the folder that it will be in. */
  readonly name: string;
  readonly path: string;
  /** The address that people know it by. */
  readonly from: string;
  /** Of all its files, and of what is there already from an earlier start. */
  readonly bytes: number;
  readonly bytesThere: number;
}

/** Bytes have come, or were looked through. */
export interface DownloadProgressEvent {
  readonly type: 'download-progress';
  /** Receiving is from the network; checking reads what is on the disk. */
  readonly doing: 'receiving' | 'checking';
  readonly file: string;
  /** Of the whole model once it has started; of one small file before. */
  readonly bytesDone: number;
  readonly bytes: number;
}

/** Something passing went wrong: after a pause it is tried again. */
export interface DownloadWaitingEvent {
  readonly type: 'download-waiting';
  /** In words, without a full stop: 'the connection broke off after 3 MB'. */
  readonly reason: string;
  readonly seconds: number;
  /** Failures in a row, and at how many it gives up. */
  readonly failures: number;
  readonly tries: number;
}

/** Something that is not as one might expect, in a sentence. */
export interface DownloadNoteEvent {
  readonly type: 'download-note';
  readonly text: string;
}

/** The model is whole, checked and in its place. */
export interface DownloadedEvent {
  readonly type: 'downloaded';
  readonly name: string;
  readonly path: string;
  readonly parameters: number;
  readonly bytes: number;
  /** It was there before, and nothing was downloaded. */
  readonly wasThere: boolean;
}

/** Whether an event of a larger work is one of a download. */
export function isDownloadEvent(event: { readonly type: string }): event is DownloadEvent {
  return event.type === 'downloaded' || event.type.startsWith('download-');
}
