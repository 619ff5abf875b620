import { nearest, type Points } from './aligned.ts';

/** A part of an axis: where it begins and where it ends. */
export type Span = readonly [from: number, to: number];

/** A span as it can be shown: inside the whole, in order and no narrower than `least`; null if it shows the whole. */
export function zoomTo([a, b]: Span, whole: Span, least: number): Span | null {
  const [from, to] = [Math.max(whole[0], Math.min(a, b)), Math.min(whole[1], Math.max(a, b))];
  if (from > to) return null;
  const width = Math.max(to - from, least);
  if (width >= whole[1] - whole[0]) return null;
  const begin = Math.min(Math.max(whole[0], (from + to - width) / 2), whole[1] - width);
  return [begin, begin + width];
}

/** A span of `factor` times the width, in which `at` stays where it is on the screen. */
export function scaled([from, to]: Span, at: number, factor: number): Span {
  return [at - (at - from) * factor, at + (to - at) * factor];
}

/** The span, moved as little as necessary to contain a place. */
export function following([from, to]: Span, at: number): Span {
  const move = at < from ? at - from : at > to ? at - to : 0;
  return [from + move, to + move];
}

/** The points of a line that are seen in a span, and the next one on each side, so that the line reaches the edges. */
export function within({ xs, ys }: Points, span: Span | null): Points {
  if (span === null || xs.length === 0) return { xs, ys };
  const first = nearest(xs, span[0]);
  const last = nearest(xs, span[1]);
  const from = Math.max(0, xs[first] > span[0] ? first - 1 : first);
  const end = Math.min(xs.length, (xs[last] < span[1] ? last + 1 : last) + 1);
  return { xs: xs.slice(from, end), ys: ys.slice(from, end) };
}

/** Fingers that are nearer to each other, as a share of the width, count as this far apart. */
const LEAST_APART = 0.02;

/**
 * What is shown of the `whole` once fingers on `span` have moved: what was under each is under it still. Places of fingers are
 * shares of the width, 0 to 1: with one finger the part moves, with two it also grows or shrinks.
 */
export function dragged(span: Span, whole: Span, before: readonly number[], after: readonly number[]): Span {
  const [from, to] = span;
  if (before.length === 1) {
    const by = (before[0] - after[0]) * (to - from);
    const move = Math.min(whole[1] - to, Math.max(whole[0] - from, by));
    return [from + move, to + move];
  }
  const [left, right] = before.map((share) => from + share * (to - from));
  const apart = ([a, b]: readonly number[]) => Math.max(LEAST_APART, Math.abs(b - a));
  const grown = (to - from) * (apart(before) / apart(after));
  const middle = (left + right) / 2;
  const begin = middle - ((after[0] + after[1]) / 2) * grown;
  return [begin, begin + grown];
}
