/** A line of a chart: `xs` ascends. Lines may share the same list of places. */
export interface Points {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/**
 * The lines over one common list of places, as uPlot wants them: first the places, then for each line its values, null where it
 * has no point. Takes time in proportion to the points, for a chart that is drawn again with every step.
 */
export function aligned(lines: readonly Points[]): [xs: number[], ...ys: (number | null)[][]] {
  const lists = [...new Set(lines.map(({ xs }) => xs))];
  const at = lists.map(() => 0);
  const places: number[] = [];
  const columns: (number | null)[][] = lines.map(() => []);
  for (;;) {
    let next = Number.POSITIVE_INFINITY;
    for (let i = 0; i < lists.length; i++) if (at[i] < lists[i].length) next = Math.min(next, lists[i][at[i]]);
    if (next === Number.POSITIVE_INFINITY) return [places, ...columns];
    places.push(next);
    for (let k = 0; k < lines.length; k++) {
      const i = lists.indexOf(lines[k].xs);
      columns[k].push(lists[i][at[i]] === next ? lines[k].ys[at[i]] : null);
    }
    for (let i = 0; i < lists.length; i++) if (lists[i][at[i]] === next) at[i]++;
  }
}

/** The place in an ascending list that is nearest to a value; -1 if the list is empty. */
export function nearest(ascending: readonly number[], value: number): number {
  if (ascending.length === 0) return -1;
  let [low, high] = [0, ascending.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= value) low = middle;
    else high = middle;
  }
  return value - ascending[low] <= ascending[high] - value ? low : high;
}
