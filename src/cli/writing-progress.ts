import { countKinds } from '../pipeline/drafts/choose-texts.ts';
import type { RunEvent } from '../pipeline/events.ts';
import { counted } from './counted.ts';
import type { Progress } from './progress.ts';

/** What the bar shows while posts are written, and what there is to say of it in the end. */
export class WritingProgress {
  readonly #count: number;
  #written = 0;
  #tokens = 0;
  /** Drafts that the next post is chosen from. */
  #candidates = 0;
  /** What was wrong with each text that is no post. */
  readonly #rejected: string[] = [];

  /** Of so many posts. */
  constructor(count: number) {
    this.#count = count;
  }

  /** Takes an event in; returns whether there is something new to show. */
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

  /** Drafts that there are so far for the next post, where it is chosen from several. */
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
        ...(rejected === 0 ? [] : [`${rejected.toLocaleString('en')} no posts`]),
        `${this.#tokens.toLocaleString('en')} tokens`,
      ],
    };
  }

  /** All texts that were no posts, in a line; null where there was none. */
  get rejectedLine(): string | null {
    const count = this.#rejected.length;
    if (count === 0) return null;
    const texts = counted(count, 'text was no post', 'texts were no posts');
    return `${texts}: ${countKinds(this.#rejected)}.`;
  }
}
