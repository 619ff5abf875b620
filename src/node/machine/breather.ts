import { setImmediate } from 'node:timers/promises';

/** Longer stretches without a pause are felt: a signal is heard late, and a bar stands still. */
const MS_BETWEEN_PAUSES = 50;

/** Lets work that never waits for anything make room now and then for signals, timers and the screen. */
export class EventLoopPauses {
  #last = performance.now();

  /** Waits a moment where the last pause is long ago; throws the reason of a signal that was given by then. */
  async breathe(signal?: AbortSignal): Promise<void> {
    if (performance.now() - this.#last >= MS_BETWEEN_PAUSES) {
      await setImmediate();
      this.#last = performance.now();
    }
    signal?.throwIfAborted();
  }
}
