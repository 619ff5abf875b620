import type { AnyEvent } from '../../protocol.ts';

/** How long events may wait for others. A page cannot show more; and a training must not be slowed by its reports. */
const MOST_WAIT_MS = 100;

/** Sends events several at a time. */
export class Outbox {
  readonly #send: (events: readonly AnyEvent[]) => void;
  #waiting: AnyEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(send: (events: readonly AnyEvent[]) => void) {
    this.#send = send;
  }

  add(event: AnyEvent): void {
    this.#waiting.push(event);
    this.#timer ??= setTimeout(() => this.flush(), MOST_WAIT_MS);
  }

  /** Sends those that wait. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    const events = this.#waiting;
    this.#waiting = [];
    this.#send(events);
  }
}
