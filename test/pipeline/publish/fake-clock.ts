import { PowerLoss } from './mortal-machine.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
  readonly end: (reason: unknown) => void;
}

/** A clock that stops while any job works, and then jumps to the time at which the first sleeper wakes. */
export class FakeClock {
  #ms: number;
  readonly #sleepers = new Set<Sleeper>();
  #workers = 0;
  /** Called each time the clock advances. */
  onTime: (now: Date) => void = () => {};

  constructor(start: string) {
    this.#ms = Date.parse(start);
  }

  readonly now = (): Date => new Date(this.#ms);

  readonly sleep = (ms: number): Promise<void> =>
    new Promise((wake, end) => {
      this.#sleepers.add({ until: this.#ms + ms, wake, end });
      this.#goOn();
    });

  skip(ms: number): void {
    this.#ms += ms;
  }

  /** Runs jobs in parallel on this clock. */
  async run(jobs: readonly (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
    this.#workers = jobs.length;
    const done = async (job: () => Promise<unknown>) => {
      try {
        return await job();
      } finally {
        this.#workers--;
        this.#goOn();
      }
    };
    return Promise.allSettled(jobs.map(done));
  }

  /** Wakes all sleepers with an error, as if their processes had been killed. */
  end(reason: unknown = new PowerLoss()): void {
    for (const sleeper of this.#sleepers) sleeper.end(reason);
    this.#sleepers.clear();
  }

  #goOn(): void {
    if (this.#sleepers.size < this.#workers || this.#sleepers.size === 0) return;
    const first = [...this.#sleepers].reduce((a, b) => (b.until < a.until ? b : a));
    this.#ms = Math.max(this.#ms, first.until);
    this.onTime(this.now());
    // Unless all jobs were asked to stop.
    if (this.#sleepers.delete(first)) first.wake();
  }
}
