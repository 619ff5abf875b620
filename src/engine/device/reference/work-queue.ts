import type { Work } from './kernel.ts';

/**
 * Multiply-adds between two turns of the event loop: some 30 ms of a current machine. Counted rather than
 * timed, because the engine has no clock.
 */
const MULTIPLY_ADDS_PER_TURN = 3e7;

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (fault: unknown) => void;
}

/** Tasks run in the order they were added, starting when a caller waits for them. */
export class WorkQueue {
  #entries: ((() => Work) | Waiter)[] = [];
  #running = false;
  #multiplyAdds = 0;

  add(task: () => Work): void {
    this.#entries.push(task);
  }

  /**
   * Resolves when all tasks added so far have run, and not later: tasks added meanwhile run after it. When
   * a task throws, every waiting caller gets its error and the remaining tasks are dropped.
   */
  finish(): Promise<void> {
    const finished = new Promise<void>((resolve, reject) => this.#entries.push({ resolve, reject }));
    if (!this.#running) void this.#run();
    return finished;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let next = 0; next < this.#entries.length; next++) {
      const entry = this.#entries[next];
      try {
        if (typeof entry !== 'function') entry.resolve();
        else await this.#runTask(entry);
      } catch (fault) {
        for (const left of this.#entries.slice(next)) if (typeof left !== 'function') left.reject(fault);
        break;
      }
    }
    this.#entries = [];
    this.#running = false;
  }

  async #runTask(task: () => Work): Promise<void> {
    const work = task();
    if (!work) return;
    for (const multiplyAdds of work) {
      this.#multiplyAdds += multiplyAdds;
      if (this.#multiplyAdds < MULTIPLY_ADDS_PER_TURN) continue;
      this.#multiplyAdds = 0;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
}
