import type { SharedText } from './passage-index.ts';

/** How surprising a text is to a model: e to the mean loss of its tokens in nats. */
export interface Perplexity {
  /** To the model before it was trained on the posts. */
  readonly before: number;
  /** To the model that has learned from them. */
  readonly after: number;
}

/** What there is to say about a text before anybody reads it. */
export interface Judgement {
  /** 0 to 1, the higher the better: see `scoreOf`. It ranks texts of one blog; it does not say that one is good. */
  readonly score: number;
  /** What it has in common with the posts, and how long it is. */
  readonly shared: SharedText;
  /** Share of its runs of four words that it had said before. */
  readonly repetition: number;
  /** What its Markdown leaves open, in words for people; empty for a whole one. */
  readonly open: readonly string[];
  /** Null where no model was asked. */
  readonly perplexity: Perplexity | null;
}

/** How the posts of a blog are. */
export interface UsualPost {
  /** Of the quarter of posts that are shortest, the longest; of the longest, the shortest. */
  readonly shortWords: number;
  readonly longWords: number;
  /** Of the post in the middle. */
  readonly repetition: number;
}

/** What one thing left open leaves of the score. */
const LEFT_BY_AN_OPEN_THING = 0.8;

/**
 * The product of five shares, each 1 for a text with nothing against it:
 *
 *     score = (1 − g) · (1 − max(0, r − R) / (1 − R)) · min(1, w / S, L / w) · 0.8^o · b / (b + a)
 *
 * - copying: g is the share of its runs of eight words that stand in the posts;
 * - repetition: r is the share of its runs of four words that it had said before, R that of the blog's middle post;
 * - length: w is its words; a quarter of the blog's posts are shorter than S, a quarter longer than L;
 * - Markdown: o is the number of things that it leaves open;
 * - voice: b and a are its perplexities before and after the training. A text that the training has made no likelier
 *   has half, and where no model was asked the share is left out.
 */
export function scoreOf({ shared, repetition, open, perplexity }: Omit<Judgement, 'score'>, usual: UsualPost): number {
  const copying = 1 - shared.sharedGrams;
  const excess = Math.max(0, repetition - usual.repetition);
  const variety = excess === 0 ? 1 : 1 - excess / (1 - usual.repetition);
  const { words } = shared;
  const length = words === 0 ? 0 : Math.min(1, words / usual.shortWords, usual.longWords / words);
  const closing = LEFT_BY_AN_OPEN_THING ** open.length;
  const voice = perplexity === null ? 1 : perplexity.before / (perplexity.before + perplexity.after);
  return copying * variety * length * closing * voice;
}
