import type { AnyEvent, JobFault, JobRequest } from '../../protocol.ts';
import type { AnswerMessage, RequestMessage } from '../../requests/request-messages.ts';

/** What the studio says to the process of a job. */
export type ToJob =
  | { readonly type: 'start'; readonly request: JobRequest }
  /** The writing desk: a model that answers requests until it is stopped. */
  | { readonly type: 'serve'; readonly settings: Readonly<Record<string, unknown>> }
  /** End after this step, and save. */
  | { readonly type: 'stop' }
  | RequestMessage;

/** What the process of a job says to the studio. */
export type FromJob =
  | { readonly type: 'events'; readonly events: readonly AnyEvent[] }
  | { readonly type: 'done' }
  | { readonly type: 'fault'; readonly fault: JobFault }
  | AnswerMessage;
