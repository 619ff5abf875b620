import { Fault } from '../fault.ts';

/** A download failed. */
export class DownloadFault extends Fault {
  override readonly code: string = 'download';
}

/** No source of a model could be reached; `reason` is a clause without a full stop. */
export class SourceUnreachableFault extends DownloadFault {
  override readonly code: string = 'source-unreachable';

  readonly reason: string;

  constructor(name: string, reason: string, options?: { cause?: unknown }) {
    super(`${name} was not downloaded: ${reason}.`, options);
    this.reason = reason;
  }
}

/** Every event of a download, in order of first appearance. */
export type DownloadEvent =
  | DownloadStartedEvent
  | DownloadProgressEvent
  | DownloadWaitingEvent
  | DownloadNoteEvent
  | DownloadedEvent;

/** The size of the download is known, and it starts. */
export interface DownloadStartedEvent {
  readonly type: 'download-started';
  /** The name of the model, and its future folder. */
  readonly name: string;
  readonly path: string;
  /** The address of its page or files, or the package with its version. */
  readonly from: string;
  /** Whether the same command resumes it after an interruption. */
  readonly isResumable: boolean;
  /** Bytes of all files, and of those already on disk from an earlier attempt. */
  readonly bytes: number;
  readonly bytesThere: number;
}

/** Bytes were received or checked. */
export interface DownloadProgressEvent {
  readonly type: 'download-progress';
  /** Receiving reads from the network, checking from the disk. */
  readonly doing: 'receiving' | 'checking';
  readonly file: string;
  /** Of the whole model once the download has started; before that, of a small file. */
  readonly bytesDone: number;
  readonly bytes: number;
}

/** A temporary failure; it is tried again after a pause. */
export interface DownloadWaitingEvent {
  readonly type: 'download-waiting';
  /** A clause without a full stop: 'the connection broke off after 3 MB'. */
  readonly reason: string;
  readonly seconds: number;
  /** Consecutive failures, and the number at which it gives up. */
  readonly failures: number;
  readonly tries: number;
}

/** Something unexpected, in a sentence. */
export interface DownloadNoteEvent {
  readonly type: 'download-note';
  readonly text: string;
}

/** The model is complete, verified and in its folder. */
export interface DownloadedEvent {
  readonly type: 'downloaded';
  readonly name: string;
  readonly path: string;
  readonly parameters: number;
  readonly bytes: number;
  /** True if the model already existed and nothing was downloaded. */
  readonly wasThere: boolean;
}

/** Whether an event belongs to a download. */
export function isDownloadEvent(event: { readonly type: string }): event is DownloadEvent {
  return event.type === 'downloaded' || event.type.startsWith('download-');
}
