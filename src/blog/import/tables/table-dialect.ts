import { readDate } from '../../posts/post-date.ts';
import { meaningOf } from './field-names.ts';
import { RowScanner, type ScannedRow, type TableDialect } from './row-scanner.ts';

/** How a table is written, and whether its first row has column names. */
export interface TableForm {
  readonly dialect: TableDialect;
  readonly hasNames: boolean;
  /** Where the first row begins: after Excel's `sep=;` line. */
  readonly start: number;
  /** Lines before it. */
  readonly lines: number;
}

/** The line in which Excel names its delimiter. */
const excelLine = /^\uFEFF?"?sep=([^\r\n])"?[ \t,;]*(?:\r\n?|\n)/i;

/** A quotation mark after a backslash that does not end its cell. */
const escapedQuote = /\\"(?![",;|\s]|$)/;

/** Rows used to detect the form of a table. */
const judgedRows = 20;

/** How a table that begins with `sample` is written; `isWhole`: `sample` is the complete table. */
export function tableForm(sample: string, isWhole: boolean, isTabs: boolean): TableForm {
  const [line = '', said] = excelLine.exec(sample) ?? [];
  const start = line.length > 0 ? line.length : sample.startsWith('\uFEFF') ? 1 : 0;
  const text = sample.slice(start);
  const backslashes = escapedQuote.test(text);
  const rowsBy = (delimiter: string | null) => {
    const quotes = delimiter === '\t' && !isQuotedThroughout(text) ? 'where needed' : 'anywhere';
    const dialect: TableDialect = { delimiter, quotes, backslashes };
    return { dialect, rows: firstRows(text, isWhole, dialect) };
  };
  const lines = line === '' ? 0 : 1;
  const form = ({ dialect, rows }: ReturnType<typeof rowsBy>): TableForm => {
    return { dialect, hasNames: hasNames(rows.map(({ cells }) => cells)), start, lines };
  };
  if (said !== undefined) return form(rowsBy(said));
  const candidates = (isTabs ? ['\t'] : [',', ';', '\t', '|']).map(rowsBy).filter(({ rows }) => columnsOf(rows) > 1);
  const known = candidates.map(({ rows }) => knownNames(rows[0].cells));
  const most = Math.max(0, ...known);
  if (most > 0) return form(candidates[known.indexOf(most)]);
  const single = rowsBy(null);
  if (single.rows.length > 0 && knownNames(single.rows[0].cells) > 0) return form(single);
  const even = candidates
    .filter(({ dialect, rows }) => isDivided(dialect, rows))
    .toSorted((a, b) => columnsOf(b.rows) - columnsOf(a.rows));
  return form(even[0] ?? single);
}

/** Whether every cell of a tab-separated first row is quoted, so that all rows are. */
function isQuotedThroughout(text: string): boolean {
  const [first] = text.trimStart().split(/[\r\n]/, 1);
  return first.length < 2 ** 16 && first.split('\t').every((cell) => /^".*"$/.test(cell));
}

function firstRows(text: string, isWhole: boolean, dialect: TableDialect): ScannedRow[] {
  const scanner = new RowScanner(dialect);
  const rows: ScannedRow[] = [];
  for (let at = 0; at < text.length && rows.length < judgedRows; ) {
    const row = scanner.scan(text, at, isWhole);
    if (row === null) break;
    if (!isEmptyRow(row.cells)) rows.push(row);
    at = row.end;
  }
  return rows;
}

export function isEmptyRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

function columnsOf(rows: readonly ScannedRow[]): number {
  return rows[0]?.cells.length ?? 0;
}

function knownNames(cells: readonly string[]): number {
  return cells.every(mayBeName) ? cells.filter((cell) => meaningOf(cell) !== null).length : 0;
}

/**
 * Commas in sentences do not separate columns; signs of real columns are known names, tabs, quotes, and columns of
 * dates or numbers.
 */
function isDivided({ delimiter }: TableDialect, rows: readonly ScannedRow[]): boolean {
  const columns = columnsOf(rows);
  const isEven = rows.every(({ cells }) => cells.length === columns);
  const cells = rows.map((row) => row.cells);
  if (hasNames(cells)) return isEven || cells[0].every((name) => wordCount(name) <= 2);
  const areData = Array.from({ length: columns }, (_, i) => cells.every((row) => isDatum(row[i])));
  return isEven && (delimiter === '\t' || rows.some(({ quoted }) => quoted.includes(true)) || areData.includes(true));
}

/** Whether the first row has column names rather than a text. */
function hasNames([first, ...rest]: readonly (readonly string[])[]): boolean {
  if (first === undefined || !first.every(mayBeName)) return false;
  if (first.some((cell) => meaningOf(cell) !== null)) return true;
  const written = first.filter((cell) => cell.trim() !== '').map((cell) => cell.trim().toLowerCase());
  if (rest.length === 0 || written.length === 0 || new Set(written).size < written.length) return false;
  const isOfData = first.map((_, i) => rest.every((row) => isDatum(row[i] ?? '')));
  if (isOfData.includes(true)) return true;
  const lengths = rest.map((row) => row.join('').length).toSorted((a, b) => a - b);
  return first.every((cell) => wordCount(cell) <= 2) && lengths[lengths.length >> 1] > 2 * first.join('').length;
}

/** Limits for a column name, in characters and words. */
const [maxNameCharacters, maxWords] = [40, 4];

function mayBeName(cell: string): boolean {
  const name = cell.trim();
  if (name === '') return true;
  return name.length <= maxNameCharacters && wordCount(name) <= maxWords && !isDatum(name) && !/[.!?…]$/.test(name);
}

/** A number, a date or an address, as tables have next to texts. */
function isDatum(cell: string): boolean {
  const value = cell.trim();
  return (
    /^[-+]?[\d.,: ]+$/.test(value) || /^https?:\/\/\S+$/i.test(value) || (value.length < 40 && readDate(value) !== null)
  );
}

/** Whether a cell contains words. */
export function isProse(cell: string): boolean {
  return /\p{L}/u.test(cell) && !isDatum(cell);
}

function wordCount(text: string): number {
  return text.trim().split(/\s+/).length;
}
