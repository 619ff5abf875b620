import type { Feature } from './text-style.ts';

/** A feature in the posts of a blog. */
export interface UsualFeature extends Feature {
  readonly mean: number;
  /** The posts' standard deviation, at least the smallest one that matters. */
  readonly deviation: number;
}

/** How a blog is written: plain data, which can be saved as JSON. */
export interface StyleProfile {
  readonly features: readonly UsualFeature[];
  /** The unit of distances: nine in ten of the posts are at most this far from the others. */
  readonly unit: number;
}
