import type { AnyEvent, JobFault, JobRequest } from '../../protocol.ts';

/** What the server says to the process of a job. */
export type ToJob =
  | { readonly type: 'start'; readonly request: JobRequest }
  /** The writing desk: a model that answers requests until it is stopped. */
  | { readonly type: 'serve'; readonly settings: Readonly<Record<string, unknown>> }
  /** End after this step, and save. */
  | { readonly type: 'stop' }
  | {
      readonly type: 'request';
      readonly id: number;
      readonly path: string;
      readonly method: string;
      readonly body: string;
    }
  /** Nobody waits for the answer to a request any more. */
  | { readonly type: 'hang-up'; readonly id: number };

/** What the process of a job says to the server. */
export type FromJob =
  | { readonly type: 'events'; readonly events: readonly AnyEvent[] }
  | { readonly type: 'done' }
  | { readonly type: 'fault'; readonly fault: JobFault }
  /** The answer to a request: its status, then pieces of its body, then its end. */
  | { readonly type: 'answer'; readonly id: number; readonly status: number; readonly contentType: string }
  | { readonly type: 'piece'; readonly id: number; readonly text: string }
  | { readonly type: 'answer-end'; readonly id: number };
