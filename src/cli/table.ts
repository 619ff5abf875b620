import { columnsOf } from './columns.ts';

/** A cell: text is aligned left; numbers are aligned right, with thousands separators. */
export type Cell = string | number;

/**
 * Formats rows as aligned columns, two spaces apart; rows may have different lengths. No line ends in spaces. Chinese,
 * Japanese and Korean characters and emoji count as two columns.
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
