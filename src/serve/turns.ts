import { ApiError } from './api-error.ts';

/** Ends a turn; the next one begins. */
export type Release = () => void;

/** Requests take turns, in the order in which they came: there is one model. */
export class Turns {
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;
  #onIdle: (() => void)[] = [];

  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Queues at once, and resolves when it is this request's turn. Throws ApiError if too many are waiting; rejects with the
   * signal's reason if it is aborted before.
   */
  take(signal: AbortSignal): Promise<Release> {
    if (this.#waiting.length >= this.#mostWaiting) {
      throw new ApiError(`${this.#mostWaiting} requests are waiting already; try again later.`, {
        status: 429,
        type: 'rate_limit_error',
        code: 'rate_limit_exceeded',
      });
    }
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(signal.reason);
      };
      const begin = () => {
        signal.removeEventListener('abort', leave);
        this.#isTaken = true;
        resolve(() => this.#next());
      };
      if (!this.#isTaken) return begin();
      this.#waiting.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** Resolves when nobody has a turn. */
  idle(): Promise<void> {
    return this.#isTaken ? new Promise((resolve) => this.#onIdle.push(resolve)) : Promise.resolve();
  }

  #next(): void {
    this.#isTaken = false;
    const begin = this.#waiting.shift();
    if (begin !== undefined) begin();
    else for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}
