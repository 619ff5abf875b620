import type { AnyEvent, JobFault, JobRequest } from '../../protocol.ts';

/** What a job in progress reports. */
export interface Reports {
  readonly onEvents: (events: readonly AnyEvent[]) => void;
  /** Called once, at the end: with null if the command ended well. */
  readonly onEnd: (fault: JobFault | null) => void;
}

/** A job in progress. */
export interface Running {
  /** The process that works; null if it is this one. */
  readonly pid: number | null;
  /** Lets it end after its step, and save. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
}

/** Starts jobs. */
export type Runner = (request: JobRequest, reports: Reports) => Running;
