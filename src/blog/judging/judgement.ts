import type { StyleFinding } from '../style/style-distance.ts';
import type { StyleProfile } from '../style/usual-style.ts';
import type { SharedText } from './passage-index.ts';
import type { SubjectFinding } from './title-words.ts';

/**
 * How surprising a text is to a model: the loss of all its tokens in bits, divided by its bytes in UTF-8. It is comparable
 * between vocabularies.
 */
export interface BitsPerByte {
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
  /** How far its style is from that of the posts; null if there are too few posts to tell. */
  readonly style: StyleFinding | null;
  /** What it says of its title; null without one, if its words are all frequent, or if there are too few posts to tell. */
  readonly subject: SubjectFinding | null;
  /** Null if no model was used. */
  readonly bitsPerByte: BitsPerByte | null;
}

/** Typical values of a blog's posts. */
export interface UsualPost {
  /** The quartiles of the posts' word counts. */
  readonly shortWords: number;
  readonly longWords: number;
  /** The median of the posts' repetition. */
  readonly repetition: number;
  /** Null if there are too few posts. */
  readonly style: StyleProfile | null;
  /**
   * Three in four of the posts say at least this share of the uncommon words of their titles. Null if there are too few posts;
   * missing in what early versions recorded.
   */
  readonly subject?: number | null;
}

/** Factor for the score for each unfinished thing. */
const FACTOR_PER_OPEN_THING = 0.8;

/** About a token of GPT-2. Over longer stretches, a small difference between two models would be a certainty. */
const VOICE_BYTES = 4;

/**
 * The product of seven factors, each 1 for a text without faults:
 *
 *     score = (1 − g) · (1 − max(0, r − R) / (1 − R)) · min(1, w / S, L / w) · 0.8^o · min(1, 1 / d) ·
 *             min(1, (k + 1) / (n · U + 1)) · min(1, 2 / (1 + 2^(4(a − b))))
 *
 * - copying: g is the share of its runs of eight words that occur in the posts;
 * - repetition: r is the share of its runs of four words that occurred earlier in it, R the median of that in the
 *   posts;
 * - length: w is its number of words; a quarter of the blog's posts are shorter than S, a quarter longer than L;
 * - Markdown: o is the number of things that it leaves unfinished;
 * - style: d is its distance from the posts, at most 1 for nine in ten of them; omitted if there are too few posts;
 * - subject: n words of its title are not among the most frequent ones of the blog, and it says k of them; three in four of
 *   the posts say at least the share U of theirs. The one that is added is for titles of which a person's post says nothing
 *   either: they are often short. Omitted without a title;
 * - voice: b and a are its bits per byte for the models from before and after training. 1 / (1 + 2^(4(a − b))) is the
 *   probability that four bytes of it are by the second one, if they are by one of the two; the factor is twice that, at
 *   most 1. So it is 1 for every text that training has not made less likely, as it is for a blog's own posts, even those
 *   that were kept from the training. Omitted without a model.
 */
export function scoreOf(findings: Omit<Judgement, 'score'>, usual: UsualPost): number {
  return Object.values(scoreParts(findings, usual)).reduce((product, factor) => product * factor, 1);
}

/** The factors of a score, each from 0 to 1; see `scoreOf`. */
export interface ScoreParts {
  readonly copying: number;
  readonly variety: number;
  readonly length: number;
  /** Of what its Markdown leaves unfinished. */
  readonly closing: number;
  /** Of its style. */
  readonly likeness: number;
  /** Of what it says of its title. */
  readonly subject: number;
  readonly voice: number;
}

/** The factors of a score; see `scoreOf`. */
export function scoreParts(findings: Omit<Judgement, 'score'>, usual: UsualPost): ScoreParts {
  const { shared, repetition, open, style, subject, bitsPerByte } = findings;
  const copying = 1 - shared.sharedGrams;
  const excess = Math.max(0, repetition - usual.repetition);
  const variety = excess === 0 ? 1 : 1 - excess / (1 - usual.repetition);
  const { words } = shared;
  const length = words === 0 ? 0 : Math.min(1, words / usual.shortWords, usual.longWords / words);
  const closing = FACTOR_PER_OPEN_THING ** open.length;
  const likeness = style === null || style.distance <= 1 ? 1 : 1 / style.distance;
  const voice = bitsPerByte === null ? 1 : voiceOf(bitsPerByte);
  return { copying, variety, length, closing, likeness, subject: subjectFactor(subject, usual), voice };
}

/**
 * A score as every command shows it: with two decimals, rounded down, so that a score below a limit of two decimals never
 * looks as if it reached it.
 */
export function scoreText(score: number): string {
  const hundredths = Math.floor(100 * score);
  // 0.29 is 28.999… hundredths.
  return ((hundredths + 1) / 100 <= score ? (hundredths + 1) / 100 : hundredths / 100).toFixed(2);
}

function subjectFactor(subject: SubjectFinding | null, usual: UsualPost): number {
  if (subject === null) return 1;
  const said = subject.words - subject.missing.length;
  return Math.min(1, (said + 1) / (subject.words * (usual.subject ?? 0) + 1));
}

function voiceOf({ before, after }: BitsPerByte): number {
  return Math.min(1, 2 / (1 + 2 ** (VOICE_BYTES * (after - before))));
}
