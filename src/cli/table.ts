/** A cell: text stands to the left, numbers to the right with thousands separated. */
export type Cell = string | number;

/** Rows as aligned columns, two spaces apart; a row may be shorter than the others. No line ends in spaces. */
export function table(rows: readonly (readonly Cell[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((row) => (column < row.length ? textOf(row[column]).length : 0))),
  );
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
  return typeof cell === 'number' ? textOf(cell).padStart(width) : cell.padEnd(width);
}

function textOf(cell: Cell): string {
  return typeof cell === 'number' ? cell.toLocaleString('en') : cell;
}
