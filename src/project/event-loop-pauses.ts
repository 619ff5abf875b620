/** Longer stretches without a pause are felt: a signal is heard late, and a bar stands still. */
const MS_BETWEEN_PAUSES = 50;

/** Lets work that never waits for anything make room now and then for signals, timers and the screen. */
export class EventLoopPauses {
  #last = performance.now();

  /** Waits a moment where the last pause is long ago; throws the reason of a signal that was given by then. */
  async breathe(signal?: AbortSignal): Promise<void> {
    if (performance.now() - this.#last >= MS_BETWEEN_PAUSES) {
      await nextTurn();
      this.#last = performance.now();
    }
    signal?.throwIfAborted();
  }
}

/** Resolves once the event loop has handled what was waiting; timers of 0 ms would wait longer in browsers. */
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
