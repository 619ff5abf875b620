import type { Draft } from '../blog/drafts/draft.ts';
import type { Judgement } from '../blog/judging/judgement.ts';

/** A draft that could be a post. */
export interface Candidate {
  readonly draft: Draft;
  readonly judgement: Judgement;
}

/** At most so many texts are drawn for a post from its first candidate on, for each candidate that is wanted. */
export const TEXTS_A_CANDIDATE = 4;

/** The drafts of which one becomes a post: so many of them, or fewer where most texts are none. */
export class Candidates {
  readonly #wanted: number;
  #found: Candidate[] = [];
  /** Number of the first one's text. */
  #firstNumber = Number.POSITIVE_INFINITY;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  /** From which text on the same ones are found again, when the next text is `number`. */
  again(number: number): number {
    return this.#found.length === 0 ? number : this.#firstNumber;
  }

  add(candidate: Candidate, number: number): void {
    if (this.#found.length === 0) this.#firstNumber = number;
    this.#found.push(candidate);
  }

  /** After the text of this number: the best, where there are enough; null while more are to come. */
  settle(number: number): Candidate | null {
    const texts = number - this.#firstNumber + 1;
    if (this.#found.length < this.#wanted && texts < this.#wanted * TEXTS_A_CANDIDATE) return null;
    return this.takeBest();
  }

  /** The best of those there are, null when there is none; then there are none. */
  takeBest(): Candidate | null {
    const found = this.#found;
    this.#found = [];
    return found.length === 0 ? null : found.reduce((a, b) => (b.judgement.score > a.judgement.score ? b : a));
  }
}
