import { columnsOf } from '../columns.ts';
import { wrapped } from '../screen.ts';

/** A term and its meaning, a line of help. */
export type Item = readonly [term: string, meaning: string];

/** Where meanings begin; the meaning of a longer term begins on the line below it. */
const MEANING_COLUMN = 30;

const INDENT = '  ';

/**
 * Terms on the left, their meanings on the right, wrapped to `columns`. The right column begins as far left as the terms
 * allow, and at most at MEANING_COLUMN.
 */
export function twoColumns(items: readonly Item[], columns: number): string {
  const widths = items.map(([term]) => INDENT.length + columnsOf(term) + 2).filter((width) => width <= MEANING_COLUMN);
  const column = widths.length === 0 ? MEANING_COLUMN : Math.max(...widths);
  return items.map((item) => itemLines(item, column, columns)).join('\n');
}

function itemLines([term, meaning]: Item, column: number, columns: number): string {
  const indent = ' '.repeat(column);
  const lines = wrapped(indent + meaning, columns);
  const first = INDENT + term;
  return columnsOf(first) + 2 > column ? `${first}\n${lines}` : first.padEnd(column) + lines.slice(column);
}
