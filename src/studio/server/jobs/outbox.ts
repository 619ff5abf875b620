import type { AnyEvent } from '../../protocol.ts';

/** How long events may wait for others: a page cannot show more. */
const MOST_WAIT_MS = 100;
/** Steps wait longer: drawing a curve takes the processor from the training that it shows. */
const MOST_STEP_WAIT_MS = 1000;

/** Sends events several at a time. */
export class Outbox {
  readonly #send: (events: readonly AnyEvent[]) => void;
  #waiting: AnyEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Whether only steps wait. */
  #isSlow = false;

  constructor(send: (events: readonly AnyEvent[]) => void) {
    this.#send = send;
  }

  add(event: AnyEvent): void {
    this.#waiting.push(event);
    const isStep = event.type === 'step';
    // What is not a step takes the steps before it along, soon.
    if (this.#timer !== null && this.#isSlow && !isStep) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    if (this.#timer !== null) return;
    this.#isSlow = isStep;
    this.#timer = setTimeout(() => this.flush(), isStep ? MOST_STEP_WAIT_MS : MOST_WAIT_MS);
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
