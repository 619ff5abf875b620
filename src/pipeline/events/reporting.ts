/** Events of `report`. They hold JSON values only. */

/** A page about the training of a run has been written. */
export interface ReportWrittenEvent {
  readonly type: 'report-written';
  readonly run: string;
  readonly path: string;
  /** Whether the training is past its best, in a sentence or two. */
  readonly verdict: string;
}

export type ReportEvent = ReportWrittenEvent;
