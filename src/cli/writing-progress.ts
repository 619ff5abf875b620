import { countKinds } from '../pipeline/drafts/choose-texts.ts';
import type { RunEvent } from '../pipeline/events/run.ts';
import { counted } from './counted.ts';
import type { Progress } from './progress.ts';

/** What the bar shows while posts are written, and a summary of the rejected texts. */
export class WritingProgress {
  readonly #count: number;
  #written = 0;
  #tokens = 0;
  /** Drafts so far for the next post. */
  #candidates = 0;
  /** Why each rejected text was rejected. */
  readonly #rejected: string[] = [];

  /** `count`: the number of posts to write. */
  constructor(count: number) {
    this.#count = count;
  }

  /** Processes an event; returns whether the bar has changed. */
  add(event: RunEvent): boolean {
    if (event.type === 'run-resumed') this.#written = event.written;
    else if (event.type === 'text-grew') this.#tokens += event.tokens;
    else if (event.type === 'text-rejected') this.#rejected.push(event.kind);
    else if (event.type === 'draft-candidate') this.#candidates++;
    else if (event.type === 'post-written') {
      this.#written++;
      this.#candidates = 0;
    } else return false;
    return event.type !== 'run-resumed';
  }

  /** The number of drafts so far for the next post. */
  get candidates(): number {
    return this.#candidates;
  }

  get state(): Progress {
    const rejected = this.#rejected.length;
    return {
      done: this.#written,
      total: this.#count,
      unit: 'new posts',
      details: [
        ...(this.#candidates === 0 ? [] : [`${this.#candidates} to choose from`]),
        ...(rejected === 0 ? [] : [`${rejected.toLocaleString('en')} rejected`]),
        `${this.#tokens.toLocaleString('en')} tokens`,
      ],
    };
  }

  /** A line about the rejected texts; null if there are none. */
  get rejectedLine(): string | null {
    const count = this.#rejected.length;
    if (count === 0) return null;
    return `Rejected ${counted(count, 'text')}: ${countKinds(this.#rejected)}.`;
  }
}
