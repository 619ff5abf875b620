import { firstColumns } from './columns.ts';

/** Columns of a terminal for a title that leave room for others. */
const LONGEST = 40;

/** A title as a table shows it: a long one ends with "…", and its file has all of it. */
export function columnTitle(title: string): string {
  return firstColumns(title, LONGEST) === title ? title : `${firstColumns(title, LONGEST - 1).trimEnd()}…`;
}
