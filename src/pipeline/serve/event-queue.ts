/** Events that are told while another function waits for them, in order. */
export class EventQueue<Event> {
  readonly #events: Event[] = [];
  #wake: (() => void) | null = null;

  push(event: Event): void {
    this.#events.push(event);
    this.#wake?.();
  }

  /** The events, until the signal is aborted. Those told before are not lost. */
  async *until(signal: AbortSignal): AsyncGenerator<Event, void, undefined> {
    const wake = () => this.#wake?.();
    signal.addEventListener('abort', wake);
    try {
      for (;;) {
        for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) yield event;
        if (signal.aborted) return;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }
}
