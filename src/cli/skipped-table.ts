import { countsByReason } from '../pipeline/corpus/skipped.ts';
import type { Skipped } from '../pipeline/events/reading.ts';
import { type Cell, table } from './table.ts';

/** If more than `mostNamed` items have the same reason, only the first `firstNamed` are named. */
const mostNamed = 10;
const firstNamed = 3;

/** The number of skipped items. */
export function skippedCount(skipped: readonly Skipped[]): number {
  return skipped.reduce((sum, { count = 1 }) => sum + count, 0);
}

/** A table of skipped items by reason, short enough for a screen; empty if there are none. */
export function skippedTable(skipped: readonly Skipped[]): string {
  const rows = [...countsByReason(skipped)].flatMap(([because, count]) => {
    const things = skipped.filter((thing) => thing.because === because);
    const named = things.slice(0, things.length > mostNamed ? firstNamed : mostNamed);
    const lines: Cell[][] = named.map(({ path, reason, count: own }) => [
      path,
      own === undefined || own === count ? reason : `${own.toLocaleString('en')}: ${reason}`,
    ]);
    if (things.length > named.length) lines.push([`and ${(things.length - named.length).toLocaleString('en')} more`]);
    return lines.map((line, i): Cell[] => (i === 0 ? ['  ', because, count, ...line] : ['', '', '', ...line]));
  });
  return table(rows);
}
