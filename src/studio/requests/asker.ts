import type { AnswerMessage, RequestMessage } from './request-messages.ts';

interface Pending {
  readonly onAnswer: (status: number, contentType: string) => void;
  readonly onPiece: (bytes: Uint8Array) => void;
  readonly onEnd: () => void;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly contentType?: string | null;
  readonly body?: string | Blob | null;
  /** Nobody waits for the answer any more. */
  readonly signal?: AbortSignal | null;
}

/** Sends requests as messages, and makes responses of what comes back. */
export class Asker {
  readonly #send: (message: RequestMessage) => void;
  readonly #gone: string;
  readonly #pending = new Map<number, Pending>();
  #requests = 0;

  /** `gone`: what is answered, with the status 503, once the other side has ended. */
  constructor(send: (message: RequestMessage) => void, gone: string) {
    this.#send = send;
    this.#gone = gone;
  }

  /** Whether nothing is being answered. */
  get isIdle(): boolean {
    return this.#pending.size === 0;
  }

  ask({ method, path, contentType = null, body = null, signal = null }: Asked): Promise<Response> {
    const id = ++this.#requests;
    return new Promise((resolve, reject) => {
      let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
      const forget = () => {
        this.#pending.delete(id);
        signal?.removeEventListener('abort', abort);
      };
      const hangUp = () => {
        forget();
        this.#send({ type: 'hang-up', id });
      };
      const abort = () => {
        hangUp();
        stream?.error(signal?.reason);
        reject(signal?.reason);
      };
      const answer = new ReadableStream<Uint8Array>({
        start: (controller) => {
          stream = controller;
        },
        cancel: hangUp,
      });
      signal?.addEventListener('abort', abort, { once: true });
      this.#pending.set(id, {
        onAnswer: (status, type) => {
          const headers = { 'content-type': type, 'cache-control': 'no-store' };
          resolve(new Response(answer, { status, headers }));
        },
        onPiece: (bytes) => stream?.enqueue(bytes),
        onEnd: () => {
          // Of no use if the answer had begun.
          resolve(new Response(this.#gone, { status: 503 }));
          forget();
          stream?.close();
        },
      });
      this.#send({ type: 'request', id, method, path, contentType, body });
    });
  }

  /** Takes a message of the other side. */
  take(message: AnswerMessage): void {
    const pending = this.#pending.get(message.id);
    if (message.type === 'answer') pending?.onAnswer(message.status, message.contentType);
    else if (message.type === 'piece') pending?.onPiece(message.bytes);
    else pending?.onEnd();
  }

  /** The other side has ended: nothing more will be answered. */
  end(): void {
    for (const { onEnd } of [...this.#pending.values()]) onEnd();
  }
}
