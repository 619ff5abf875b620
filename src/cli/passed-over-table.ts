import { countsByReason, type PassedOver } from '../pipeline/corpus/passed-over.ts';
import { type Cell, table } from './table.ts';

/** Of more than this many of one kind, the first are named and the others counted. */
const mostNamed = 10;
const firstNamed = 3;

/** How many things stayed out in all. */
export function passedOverCount(passedOver: readonly PassedOver[]): number {
  return passedOver.reduce((sum, { count = 1 }) => sum + count, 0);
}

/** What stayed out, by reason, with as many things named as fit a screen; no line for nothing. */
export function passedOverTable(passedOver: readonly PassedOver[]): string {
  const rows = [...countsByReason(passedOver)].flatMap(([because, count]) => {
    const things = passedOver.filter((thing) => thing.because === because);
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
