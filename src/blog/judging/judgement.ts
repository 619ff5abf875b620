import type { SharedText } from './passage-index.ts';

/** How surprising a text is to a model: e to the power of the mean loss of its tokens in nats. */
export interface Perplexity {
  /** For the model before it was trained on the posts. */
  readonly before: number;
  /** For the trained model. */
  readonly after: number;
}

/** Everything that can be measured about a text before a person reads it. */
export interface Judgement {
  /** 0 to 1, higher is better; see `scoreOf`. It ranks texts of one blog and does not say that a text is good. */
  readonly score: number;
  /** What it shares with the posts, and how long it is. */
  readonly shared: SharedText;
  /** Share of its runs of four words that occurred earlier in it. */
  readonly repetition: number;
  /** What its Markdown leaves unfinished, as short phrases; empty for a complete text. */
  readonly open: readonly string[];
  /** Null if no model was used. */
  readonly perplexity: Perplexity | null;
}

/** Typical values of a blog's posts. */
export interface UsualPost {
  /** The quartiles of the posts' word counts. */
  readonly shortWords: number;
  readonly longWords: number;
  /** The median of the posts' repetition. */
  readonly repetition: number;
}

/** Factor for the score for each unfinished thing. */
const FACTOR_PER_OPEN_THING = 0.8;

/**
 * The product of five factors, each 1 for a text without faults:
 *
 *     score = (1 − g) · (1 − max(0, r − R) / (1 − R)) · min(1, w / S, L / w) · 0.8^o · b / (b + a)
 *
 * - copying: g is the share of its runs of eight words that occur in the posts;
 * - repetition: r is the share of its runs of four words that occurred earlier in it, R the median of that in the
 *   posts;
 * - length: w is its number of words; a quarter of the blog's posts are shorter than S, a quarter longer than L;
 * - Markdown: o is the number of things that it leaves unfinished;
 * - voice: b and a are its perplexities before and after training. A text that training has not made likelier gets
 *   one half; without a model, this factor is omitted.
 */
export function scoreOf({ shared, repetition, open, perplexity }: Omit<Judgement, 'score'>, usual: UsualPost): number {
  const copying = 1 - shared.sharedGrams;
  const excess = Math.max(0, repetition - usual.repetition);
  const variety = excess === 0 ? 1 : 1 - excess / (1 - usual.repetition);
  const { words } = shared;
  const length = words === 0 ? 0 : Math.min(1, words / usual.shortWords, usual.longWords / words);
  const closing = FACTOR_PER_OPEN_THING ** open.length;
  const voice = perplexity === null ? 1 : perplexity.before / (perplexity.before + perplexity.after);
  return copying * variety * length * closing * voice;
}
