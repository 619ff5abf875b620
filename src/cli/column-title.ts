import { firstColumns } from './columns.ts';

/** Terminal columns for a title; they leave room for the other columns of a table. */
const LONGEST = 40;

/** A title for a table; a long one is cut and ends with "…". */
export function columnTitle(title: string): string {
  return firstColumns(title, LONGEST) === title ? title : `${firstColumns(title, LONGEST - 1).trimEnd()}…`;
}
