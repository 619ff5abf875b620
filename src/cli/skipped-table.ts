import { countsByReason } from '../pipeline/corpus/skipped.ts';
import type { Skipped } from '../pipeline/events.ts';
import { type Cell, table } from './table.ts';

/** Of more than this many of one kind, the first are named and the others counted. */
const mostNamed = 10;
const firstNamed = 3;

/** How many things stayed out in all. */
export function skippedCount(skipped: readonly Skipped[]): number {
  return skipped.reduce((sum, { count = 1 }) => sum + count, 0);
}

/** What stayed out, by reason, with as many things named as fit a screen; no line for nothing. */
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
