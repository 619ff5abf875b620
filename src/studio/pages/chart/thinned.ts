import type { Points } from './aligned.ts';

/** A screen shows no more than two points in each column of pixels. */
const MOST_POINTS = 2400;

/**
 * A line with fewer points that looks the same: the lowest and the highest point of each stretch, in order. Stretches are a
 * power of two long and begin at the same places however many points follow, so that a growing line does not tremble.
 */
export function thinned({ xs, ys }: Points, most = MOST_POINTS): Points {
  if (xs.length <= most) return { xs, ys };
  let stretch = 4;
  while ((2 * xs.length) / stretch > most) stretch *= 2;
  const kept: { xs: number[]; ys: number[] } = { xs: [], ys: [] };
  for (let from = 0; from < xs.length; from += stretch) {
    const end = Math.min(from + stretch, xs.length);
    let [low, high] = [from, from];
    for (let i = from + 1; i < end; i++) {
      if (ys[i] < ys[low]) low = i;
      if (ys[i] > ys[high]) high = i;
    }
    const [first, second] = low < high ? [low, high] : [high, low];
    kept.xs.push(xs[first]);
    kept.ys.push(ys[first]);
    if (second === first) continue;
    kept.xs.push(xs[second]);
    kept.ys.push(ys[second]);
  }
  return kept;
}
