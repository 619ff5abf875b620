import type { Point } from '../../blog/report/line-chart.ts';
import type { HistoryRow, StepRow, ValidationRow } from '../train/training-history.ts';

/** Points that a line of a chart has at most; a screen shows no more. */
const MOST_POINTS = 600;
/** The smoothed loss remembers this share of all steps, and at least this many. */
const REMEMBERED_SHARE = 1 / 20;
const FEWEST_REMEMBERED = 5;

export function stepsOf(rows: readonly HistoryRow[]): StepRow[] {
  return rows.filter((row) => row.type === 'step');
}

export function validationsOf(rows: readonly HistoryRow[]): ValidationRow[] {
  return rows.filter((row) => row.type === 'validation');
}

/**
 * The mean of all values up to each one, in which a value weighs 1 − 1/n of the next; n is a twentieth of all values, at
 * least five. It is divided by the sum of the weights, so that it does not begin at zero (as in Adam; Kingma and Ba, 2015).
 */
export function smoothed(values: readonly number[]): number[] {
  const keeps = 1 - 1 / Math.max(FEWEST_REMEMBERED, values.length * REMEMBERED_SHARE);
  let [sum, weights] = [0, 0];
  return values.map((value) => {
    sum = sum * keeps + value;
    weights = weights * keeps + 1;
    return sum / weights;
  });
}

/** A line of fewer points that looks the same: the lowest and the highest point of each stretch, in order. */
export function thinned(points: readonly Point[], most = MOST_POINTS): Point[] {
  if (points.length <= most) return [...points];
  const stretches = Math.floor(most / 2);
  return Array.from({ length: stretches }, (_, i) => {
    const [from, to] = [i, i + 1].map((k) => Math.floor((k * points.length) / stretches));
    const stretch = points.slice(from, to);
    const low = stretch.reduce((a, b) => (b.y < a.y ? b : a));
    const high = stretch.reduce((a, b) => (b.y > a.y ? b : a));
    return low.x <= high.x ? [low, high] : [high, low];
  }).flat();
}

/** At most `most` of some items, evenly spaced, with the first and the last one. */
export function evenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]);
}
