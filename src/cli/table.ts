import { columnsOf } from './columns.ts';

/** A cell: text stands to the left, numbers to the right with thousands separated. */
export type Cell = string | number;

/**
 * Rows as aligned columns, two spaces apart; a row may be shorter than the others. No line ends in spaces. A character of
 * Chinese, Japanese or Korean and an emoji take two columns of the terminal.
 */
export function table(rows: readonly (readonly Cell[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, columnsOf(textOf(cell)));
    }
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => align(cell, widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function align(cell: Cell, width: number): string {
  const text = textOf(cell);
  const space = ' '.repeat(width - columnsOf(text));
  return typeof cell === 'number' ? space + text : text + space;
}

function textOf(cell: Cell): string {
  return typeof cell === 'number' ? cell.toLocaleString('en') : cell;
}
