import { type Feature, groupOf, measuredIn, type StyleGroup, type TextStyle } from './text-style.ts';
import type { StyleProfile, UsualFeature } from './usual-style.ts';

/** How far a text is from the style of a blog. */
export interface StyleFinding {
  /** 0 or more; at most 1 for nine in ten of the blog's own posts. */
  readonly distance: number;
  /** The features that are least like the blog's, the worst first: at most three, one of each group. */
  readonly unlike: readonly UnlikeFeature[];
}

/** A feature that differs by more than the blog's posts usually do. */
export interface UnlikeFeature extends Feature {
  readonly value: number;
  /** The mean of the posts. */
  readonly usual: number;
  /** The difference in standard deviations of the posts. */
  readonly z: number;
}

/** One feature out of hand, such as a wall of exclamation marks, must not decide alone. */
const LARGEST_Z = 5;
const MOST_UNLIKE = 3;
/** Smaller differences are ordinary. */
const SMALLEST_UNLIKE = 1.5;

/**
 * The distance of a text from a blog: the mean absolute z-score, as in Burrows's Delta (2002), first within each group of
 * features and then over the groups, in units of `profile.unit`. Null for a text without words.
 */
export function styleDistance(profile: StyleProfile, style: TextStyle): StyleFinding | null {
  if (style.words === 0) return null;
  const found = profile.features.flatMap((usual) => zOf(usual, style) ?? []);
  const unlike: UnlikeFeature[] = [];
  for (const feature of found.toSorted((a, b) => Math.abs(b.z) - Math.abs(a.z))) {
    const isTold = unlike.some(({ kind }) => groupOf[kind] === groupOf[feature.kind]);
    if (!isTold && Math.abs(feature.z) >= SMALLEST_UNLIKE && unlike.length < MOST_UNLIKE) unlike.push(feature);
  }
  return { distance: distanceFrom(profile.features, style) / profile.unit, unlike };
}

/** The distance before it is divided by a unit. */
export function distanceFrom(features: readonly UsualFeature[], style: TextStyle): number {
  const groups = new Map<StyleGroup, number[]>();
  for (const usual of features) {
    const feature = zOf(usual, style);
    if (feature === null) continue;
    const group = groups.get(groupOf[usual.kind]) ?? [];
    groups.set(groupOf[usual.kind], group);
    group.push(Math.min(LARGEST_Z, Math.abs(feature.z)));
  }
  return mean([...groups.values()].map(mean));
}

function zOf({ kind, of, mean: usual, deviation }: UsualFeature, style: TextStyle): UnlikeFeature | null {
  const value = measuredIn(style, { kind, of });
  return value === null ? null : { kind, of, value, usual, z: (value - usual) / deviation };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
