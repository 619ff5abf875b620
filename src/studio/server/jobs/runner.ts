import type { AnyEvent, JobFault, JobRequest } from '../../protocol.ts';
import type { AnswerMessage } from '../../requests/request-messages.ts';
import type { ToJob } from './messages.ts';

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

/** The process of a job, or its worker in a browser. */
export interface JobProcess extends Running {
  readonly send: (message: ToJob) => void;
}

/** Starts the process of a job with its first message; `onAnswer` gets the answers to requests. */
export type StartProcess = (first: ToJob, reports: Reports, onAnswer?: (message: AnswerMessage) => void) => JobProcess;

/** Starts jobs. */
export type Runner = (request: JobRequest, reports: Reports) => Running;
