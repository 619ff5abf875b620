import { SourceFault } from '../post-source.ts';
import { RowScanner } from './row-scanner.ts';
import { isEmptyRow, tableForm } from './table-dialect.ts';

/** A row of a table, its cells by the names in the first row, in lower case. */
export interface TableRow {
  /** Of columns of the same name, the first cell that is not empty. */
  readonly cells: Readonly<Record<string, string>>;
  /** Those names in their order; 'column 1' for a column without one. */
  readonly columns: readonly string[];
  /** What stands behind the last column that has a name; empty cells at the end do not count. */
  readonly more: readonly string[];
  /** The mark between cells; '' where a row is one cell. */
  readonly delimiter: string;
  /** The line of the file in which the row ends, from 1. */
  readonly line: number;
}

/** A row of more characters than this is no post. */
const longestRow = 2 ** 25;

/** Enough to see how a table is written. */
const sampleCharacters = 2 ** 16;

/**
 * The rows of a table, one in memory at a time: comma-separated text, or with semicolons, tabs or bars, as its first rows
 * tell; in `tabs`, nothing else divides cells. Where the first row has no names, columns are called by numbers.
 * Throws SourceFault with the line.
 */
export async function* readTable(
  text: AsyncIterable<string>,
  source: string,
  { tabs = false } = {},
): AsyncGenerator<TableRow> {
  const reader = new PieceReader(text);
  try {
    yield* rowsIn(reader, source, tabs);
  } finally {
    await reader.close();
  }
}

async function* rowsIn(reader: PieceReader, source: string, tabs: boolean): AsyncGenerator<TableRow> {
  await reader.fill(sampleCharacters);
  const { dialect, hasNames, start, lines } = tableForm(reader.text, reader.isWhole, tabs);
  const scanner = new RowScanner(dialect);
  let columns: readonly string[] | null = null;
  let [at, line] = [start, lines];
  while (at < reader.text.length || !reader.isWhole) {
    const row = scanner.scan(reader.text, at, reader.isWhole);
    if (row === null) {
      scanner.cut(at);
      await reader.cutAndFill(at);
      at = 0;
      if (reader.text.length > longestRow && scanner.scan(reader.text, 0, reader.isWhole) === null) {
        throw new SourceFault(source, line + 1, `it is no table: a row has more than ${longestRow} characters.`);
      }
      continue;
    }
    if (scanner.hasOpenEnd && !goesOnWithout(scanner, reader.text, at, columns?.length ?? row.cells.length)) {
      throw new SourceFault(source, line + 1, 'it is no table: a quotation mark opens a cell here and none closes it.');
    }
    scanner.hasOpenEnd = false;
    at = row.end;
    line += row.lineBreaks;
    if (isEmptyRow(row.cells)) continue;
    // The last line may have no line break.
    const rowLine = row.lineBreaks === 0 ? line + 1 : line;
    if (columns === null) {
      columns = namesOf(row.cells, hasNames);
      if (hasNames) continue;
    }
    yield rowOf(row.cells, columns, dialect.delimiter ?? '', rowLine);
  }
}

/** Rows by which it is judged whether a quotation mark that is never closed belongs to a text. */
const judgedRows = 20;

/** Whether the rows from `start` on are whole without quotes: a cut text would hardly have as many cells in each line. */
function goesOnWithout(scanner: RowScanner, text: string, start: number, columns: number): boolean {
  for (let [at, rows] = [start, 0]; at < text.length && rows < judgedRows; rows++) {
    const row = scanner.scan(text, at, true)!;
    if (columns < 2 || (row.cells.length !== columns && !isEmptyRow(row.cells))) return false;
    at = row.end;
  }
  return true;
}

function namesOf(cells: readonly string[], areNames: boolean): string[] {
  return cells.map((cell, i) => (areNames && cell.trim().toLowerCase()) || `column ${i + 1}`);
}

function rowOf(values: readonly string[], columns: readonly string[], delimiter: string, line: number): TableRow {
  const cells = new Map<string, string>();
  for (const [i, column] of columns.entries()) {
    const value = values[i] ?? '';
    if (!cells.has(column) || cells.get(column)?.trim() === '') cells.set(column, isNothing(value) ? '' : value);
  }
  const more = values.slice(columns.length);
  while (more.length > 0 && more.at(-1)!.trim() === '') more.pop();
  return { cells: Object.fromEntries(cells), columns: [...cells.keys()], more, delimiter, line };
}

/** What databases write for an empty cell. */
function isNothing(cell: string): boolean {
  return cell === '\\N' || cell === 'NULL';
}

/** A text that comes in pieces, as much of it in memory as is asked for. */
class PieceReader {
  text = '';
  isWhole = false;
  readonly #pieces: AsyncIterator<string, unknown>;

  constructor(text: AsyncIterable<string>) {
    this.#pieces = text[Symbol.asyncIterator]();
  }

  /** So many characters more, unless it ends before. */
  async fill(characters: number): Promise<void> {
    const pieces = [this.text];
    for (let added = 0; added < characters; ) {
      const { value, done } = await this.#pieces.next();
      if (done === true) {
        this.isWhole = true;
        break;
      }
      pieces.push(value as string);
      added += (value as string).length;
    }
    this.text = pieces.join('');
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  /** Drops what was read, and doubles the rest: a long row is then scanned again a few times only. */
  async cutAndFill(characters: number): Promise<void> {
    this.text = this.text.slice(characters);
    await this.fill(Math.max(sampleCharacters, this.text.length));
  }
}
