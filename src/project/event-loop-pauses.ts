/** With longer intervals, interrupts are handled late and progress bars freeze. */
const MS_BETWEEN_PAUSES = 50;

/** Lets long synchronous work yield to signals, timers and the screen. */
export class EventLoopPauses {
  #last = performance.now();

  /** Yields if the last pause was long ago. Throws the reason of a signal that has been aborted. */
  async pauseIfDue(signal?: AbortSignal): Promise<void> {
    if (performance.now() - this.#last >= MS_BETWEEN_PAUSES) {
      await nextTurn();
      this.#last = performance.now();
    }
    signal?.throwIfAborted();
  }
}

/** Resolves after pending events were handled. Timers of 0 ms would take longer in browsers. */
function nextTurn(): Promise<void> {
  if ('setImmediate' in globalThis) return new Promise((resolve) => void globalThis.setImmediate(resolve));
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const end = () => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', end, { once: true });
    port1.start();
    port2.postMessage(null);
  });
}
