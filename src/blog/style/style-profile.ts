import { distanceFrom } from './style-distance.ts';
import { type Feature, type FeatureKind, measuredIn, type TextStyle } from './text-style.ts';
import type { StyleProfile, UsualFeature } from './usual-style.ts';

/** With fewer posts, their spread is unknown. */
export const FEWEST_POSTS = 5;

/** Of more posts, every second, fourth and so on is measured; this many show the spread well enough. */
const MOST_POSTS = 400;

/** Words that are measured, as in Burrows (2002): the most frequent ones are function words, whatever a text is about. */
const FREQUENT_WORDS = 100;

/** The share of posts that must have a word, since others are frequent because of a subject; and another feature. */
const SHARE_WITH_FEATURE = 0.5;

const UNIT_QUANTILE = 0.9;
/** For a blog whose posts are all alike. */
const SMALLEST_UNIT = 0.25;

/** A smaller spread would make differences count that no reader notices; in the units of the features. */
const SMALLEST_DEVIATION: Readonly<Record<FeatureKind | 'word', number>> = {
  word: 0.5,
  variety: 0.5,
  'sentence-words': 1,
  'sentence-spread': 1,
  'paragraph-words': 4,
  mark: 0.5,
  headings: 1,
  'list-items': 2,
  links: 1,
  code: 0.02,
};

/** Collects the styles of a blog's posts. */
export class StyleProfileBuilder {
  #styles: TextStyle[] = [];
  #seen = 0;
  #stride = 1;

  add(style: TextStyle): void {
    if (style.words === 0) return;
    if (this.#seen++ % this.#stride !== 0) return;
    this.#styles.push(style);
    if (this.#styles.length <= MOST_POSTS) return;
    this.#styles = this.#styles.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }

  /** Null for fewer than FEWEST_POSTS posts. */
  finish(): StyleProfile | null {
    const styles = this.#styles;
    if (styles.length < FEWEST_POSTS) return null;
    const features = commonFeatures(styles);
    const values = styles.map((style) => features.map((feature) => measuredIn(style, feature)));
    const sums = features.map((_, f) => sumsOf(values.flatMap((row) => row[f] ?? [])));
    const usualWithout = (row: readonly (number | null)[]) =>
      features.map((feature, f) => usual(feature, without(sums[f], row[f] ?? null)));
    // Each post is compared with the others, as a draft is compared with all.
    const distances = styles.map((style, i) => distanceFrom(usualWithout(values[i]), style)).sort((a, b) => a - b);
    const unit = Math.max(SMALLEST_UNIT, distances[Math.ceil(UNIT_QUANTILE * distances.length) - 1]);
    return { features: usualWithout([]), unit };
  }
}

/** The frequent words, and the features that were measured in enough posts. */
function commonFeatures(styles: readonly TextStyle[]): Feature[] {
  const posts = new Map<string, { count: number; posts: number }>();
  for (const { counts, words } of styles) {
    for (const [word, count] of counts) {
      const before = posts.get(word) ?? { count: 0, posts: 0 };
      posts.set(word, { count: before.count + count / words, posts: before.posts + 1 });
    }
  }
  const frequent = [...posts]
    .filter(([, of]) => of.posts >= SHARE_WITH_FEATURE * styles.length)
    .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .slice(0, FREQUENT_WORDS);
  const withFeature = Math.max(FEWEST_POSTS, SHARE_WITH_FEATURE * styles.length);
  const others = allFeatures(styles).filter(
    (feature) => styles.filter((style) => measuredIn(style, feature) !== null).length >= withFeature,
  );
  return [...frequent.map(([of]) => ({ kind: 'word', of }) as const), ...others];
}

/** Every feature of any of them, once. */
function allFeatures(styles: readonly TextStyle[]): Feature[] {
  const features = new Map<string, Feature>();
  for (const { kind, of } of styles.flatMap((style) => style.features)) features.set(`${kind} ${of}`, { kind, of });
  return [...features.values()];
}

/** How many values, their sum, and the sum of their squares. */
type Sums = readonly [number, number, number];

function sumsOf(values: readonly number[]): Sums {
  return values.reduce<Sums>(([n, sum, squares], value) => [n + 1, sum + value, squares + value * value], [0, 0, 0]);
}

function without([n, sum, squares]: Sums, value: number | null): Sums {
  return value === null ? [n, sum, squares] : [n - 1, sum - value, squares - value * value];
}

function usual({ kind, of }: Feature, [n, sum, squares]: Sums): UsualFeature {
  const mean = sum / n;
  // Rounding may make the variance of equal values negative.
  const variance = Math.max(0, (squares - n * mean * mean) / (n - 1));
  return { kind, of, mean, deviation: Math.max(Math.sqrt(variance), SMALLEST_DEVIATION[kind]) };
}
