import type { Row } from './rows.ts';

/** A column of a chart: how many posts. */
export interface ChartColumn {
  readonly label: string;
  readonly value: number;
}

/** Posts by year, from the first year to the last; empty if none has a date. */
export function yearColumns(rows: readonly Row[]): ChartColumn[] {
  const counts = new Map<number, number>();
  for (const { year, isIn } of rows) if (isIn && year !== null) counts.set(year, (counts.get(year) ?? 0) + 1);
  const years = [...counts.keys()].sort((a, b) => a - b);
  if (years.length === 0) return [];
  // A date that is wrong by a thousand years would draw a column for each of them.
  if (years.at(-1)! - years[0] > MOST_YEARS)
    return years.map((year) => ({ label: `${year}`, value: counts.get(year)! }));
  return Array.from({ length: years.at(-1)! - years[0] + 1 }, (_, i) => {
    return { label: `${years[0] + i}`, value: counts.get(years[0] + i) ?? 0 };
  });
}

const MOST_YEARS = 60;

/** Upper ends of the columns of lengths, in words. */
const STEPS = [50, 100, 200, 400, 800, 1600, 3200];

/** Posts by their number of words, each column twice as wide as the one before; without empty columns at the ends. */
export function lengthColumns(rows: readonly Row[]): ChartColumn[] {
  const counts = new Array<number>(STEPS.length + 1).fill(0);
  for (const { words, isIn } of rows) {
    if (!isIn || words === null) continue;
    const at = STEPS.findIndex((step) => words < step);
    counts[at === -1 ? STEPS.length : at]++;
  }
  const first = counts.findIndex((count) => count > 0);
  if (first === -1) return [];
  const last = counts.findLastIndex((count) => count > 0);
  return counts.slice(first, last + 1).map((value, i) => ({ label: labelOf(first + i), value }));
}

function labelOf(step: number): string {
  if (step === STEPS.length) return `${STEPS.at(-1)!.toLocaleString('en')}+`;
  return `<\u2009${STEPS[step].toLocaleString('en')}`;
}

/** A chart in words, for those who do not see it. */
export function inWords(columns: readonly ChartColumn[]): string {
  return columns.map(({ label, value }) => `${label.replace(/^<\u2009/, 'under ')}: ${value}`).join(', ');
}
