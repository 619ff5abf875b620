import type { AnswerMessage, RequestMessage } from './request-messages.ts';

/** Answers requests that come as messages. */
export class Answerer {
  readonly #fetch: (request: Request) => Response | Promise<Response>;
  readonly #send: (message: AnswerMessage) => void;
  readonly #hangUps = new Map<number, AbortController>();

  constructor(fetch: (request: Request) => Response | Promise<Response>, send: (message: AnswerMessage) => void) {
    this.#fetch = fetch;
    this.#send = send;
  }

  /** Takes a message of whoever asks. */
  take(message: RequestMessage): void {
    if (message.type === 'request') void this.#answer(message);
    else this.#hangUps.get(message.id)?.abort();
  }

  async #answer({ id, path, method, contentType, body }: Extract<RequestMessage, { type: 'request' }>): Promise<void> {
    const hangUp = new AbortController();
    this.#hangUps.set(id, hangUp);
    try {
      const request = new Request(`http://127.0.0.1${path}`, {
        method,
        headers: { host: '127.0.0.1', ...(contentType === null ? {} : { 'content-type': contentType }) },
        signal: hangUp.signal,
        ...(body === null ? {} : { body }),
      });
      const response = await this.#fetch(request);
      const type = response.headers.get('content-type') ?? '';
      this.#send({ type: 'answer', id, status: response.status, contentType: type });
      await this.#sendBody(id, response, hangUp.signal);
    } catch {
      // Whoever asked has gone: nobody waits for the answer.
    } finally {
      this.#hangUps.delete(id);
      this.#send({ type: 'answer-end', id });
    }
  }

  async #sendBody(id: number, { body }: Response, signal: AbortSignal): Promise<void> {
    const reader = body?.getReader();
    if (reader === undefined) return;
    signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true });
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      this.#send({ type: 'piece', id, bytes: value });
    }
  }
}
