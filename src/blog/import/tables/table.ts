import { SourceFault } from '../post-source.ts';
import { RowScanner } from './row-scanner.ts';
import { isEmptyRow, tableForm } from './table-dialect.ts';

/** A row of a table; its cells by the names in the first row, in lower case. */
export interface TableRow {
  /** If several columns have the same name, the first non-empty cell counts. */
  readonly cells: Readonly<Record<string, string>>;
  /** The names in order; 'column 1' for a column without a name. */
  readonly columns: readonly string[];
  /** Cells after the last named column, without empty ones at the end. */
  readonly more: readonly string[];
  /** The mark between cells; '' if a row is one cell. */
  readonly delimiter: string;
  /** The line of the file on which the row ends, from 1. */
  readonly line: number;
}

/** Characters. A longer row is not a post. */
const maxRowCharacters = 2 ** 25;

/** Enough to detect how a table is written. */
const sampleCharacters = 2 ** 16;

/**
 * The rows of a table, one in memory at a time: text separated by commas, semicolons, tabs or bars, detected from the
 * first rows; with `tabs`, only tabs separate cells. If the first row has no names, columns are numbered. Throws
 * SourceFault with the line.
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
      if (reader.text.length > maxRowCharacters && scanner.scan(reader.text, 0, reader.isWhole) === null) {
        throw new SourceFault(
          source,
          line + 1,
          `it is not a table: a row has more than ${maxRowCharacters} characters.`,
        );
      }
      continue;
    }
    if (
      scanner.hasOpenEnd &&
      !isConsistentWithoutQuotes(scanner, reader.text, at, columns?.length ?? row.cells.length)
    ) {
      throw new SourceFault(
        source,
        line + 1,
        'it is not a table: a cell that starts here with a quotation mark never ends.',
      );
    }
    scanner.hasOpenEnd = false;
    at = row.end;
    line += row.lineBreaks;
    if (isEmptyRow(row.cells)) continue;
    // The last line may lack a line break.
    const rowLine = row.lineBreaks === 0 ? line + 1 : line;
    if (columns === null) {
      columns = namesOf(row.cells, hasNames);
      if (hasNames) continue;
    }
    yield rowOf(row.cells, columns, dialect.delimiter ?? '', rowLine);
  }
}

/** Rows used to decide whether an unclosed quotation mark is part of a text. */
const judgedRows = 20;

/**
 * Whether the rows from `start` on are complete without quotes: a cut text would hardly have the same number of cells
 * on every line.
 */
function isConsistentWithoutQuotes(scanner: RowScanner, text: string, start: number, columns: number): boolean {
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
    if (!cells.has(column) || cells.get(column)?.trim() === '') cells.set(column, isEmptyValue(value) ? '' : value);
  }
  const more = values.slice(columns.length);
  while (more.length > 0 && more.at(-1)!.trim() === '') more.pop();
  return { cells: Object.fromEntries(cells), columns: [...cells.keys()], more, delimiter, line };
}

/** Whether a cell is what databases write for an empty one. */
function isEmptyValue(cell: string): boolean {
  return cell === '\\N' || cell === 'NULL';
}

/** Reads a text that arrives in pieces, keeping only as much in memory as requested. */
class PieceReader {
  text = '';
  isWhole = false;
  readonly #pieces: AsyncIterator<string, unknown>;

  constructor(text: AsyncIterable<string>) {
    this.#pieces = text[Symbol.asyncIterator]();
  }

  /** Reads this many more characters, or up to the end. */
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

  /** Drops what was read and doubles the rest, so that a long row is scanned again only a few times. */
  async cutAndFill(characters: number): Promise<void> {
    this.text = this.text.slice(characters);
    await this.fill(Math.max(sampleCharacters, this.text.length));
  }
}
