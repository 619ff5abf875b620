/** Requests and their answers as messages between two processes, or between a page and its worker. */

/** From whoever asks. */
export type RequestMessage =
  | {
      readonly type: 'request';
      readonly id: number;
      readonly method: string;
      /** With the query: '/api/jobs?after=3'. */
      readonly path: string;
      readonly contentType: string | null;
      /** Null for a request without a body. */
      readonly body: string | Blob | null;
    }
  /** Nobody waits for the answer to a request any more. */
  | { readonly type: 'hang-up'; readonly id: number };

/** The answer to a request: its status, then pieces of its body, then its end. */
export type AnswerMessage =
  | { readonly type: 'answer'; readonly id: number; readonly status: number; readonly contentType: string }
  | { readonly type: 'piece'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'answer-end'; readonly id: number };
