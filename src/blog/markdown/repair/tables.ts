import { nodesOf, type ParsedMarkdown } from '../parsed-markdown.ts';
import type { Flaw } from './flaw.ts';

/** The delimiter row below a table's header: `| --- | :-: |`. */
const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Tables that the parser read as text, and rows with more or fewer cells than their header. */
export function* brokenTables(page: ParsedMarkdown): Generator<Flaw> {
  for (const { node, start, end, parents } of nodesOf(page)) {
    // In quotes and items, the lines contain their marks too.
    if (parents.length > 1) continue;
    const source = page.text.slice(start, end);
    const repair =
      node.type === 'table' ? evenTable(source) : node.type === 'paragraph' ? paragraphWithTables(source) : source;
    if (repair !== source) yield { what: 'a broken table', start, end, replacement: repair };
  }
}

/** The table with as many cells in each row as in its header; unchanged if that is the case already. */
function evenTable(source: string): string {
  const lines = source.split('\n');
  const columns = cellsOf(lines[0]).length;
  return lines.every((line) => cellsOf(line).length === columns) ? source : tableOf(lines);
}

/** The paragraph with lines that look like rows made into separate tables; a single row becomes plain text. */
function paragraphWithTables(source: string): string {
  const lines = source.split('\n');
  const hasDelimiter = lines.some((line) => line.includes('|') && DELIMITER_ROW.test(line));
  const isRow = (line: string): boolean => /^\s*\|/.test(line) || (hasDelimiter && /(?<!\\)\|/.test(line));
  if (!lines.some(isRow)) return source;
  const stretches: { readonly isTable: boolean; readonly lines: string[] }[] = [];
  for (const line of lines) {
    if (stretches.at(-1)?.isTable === isRow(line)) stretches.at(-1)!.lines.push(line);
    else stretches.push({ isTable: isRow(line), lines: [line] });
  }
  const texts = stretches.map(({ isTable, lines: some }) => (isTable ? tableOf(some) : some.join('\n')));
  return texts.filter((text) => text !== '').join('\n\n');
}

/** A table of these rows. The first one is the header and sets the number of cells. */
function tableOf(lines: readonly string[]): string {
  const delimiters = lines.filter((line) => DELIMITER_ROW.test(line));
  const [head, ...rows] = lines.filter((line) => !DELIMITER_ROW.test(line)).map(cellsOf);
  if (head === undefined) return '';
  if (rows.length === 0 && delimiters.length === 0) return head.filter((cell) => cell !== '').join(', ');
  const alignments = cellsOf(delimiters[0] ?? '');
  const marks = head.map((_, i) => (/^:?-+:?$/.test(alignments[i] ?? '') ? alignments[i] : '---'));
  return [head, marks, ...rows.map((row) => fitted(row, head.length))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

/** The row with exactly `columns` cells; extra cells are joined to the last one. */
function fitted(row: readonly string[], columns: number): string[] {
  const last = row
    .slice(columns - 1)
    .filter((cell) => cell !== '')
    .join(' ');
  const cells = [...row.slice(0, columns - 1), last];
  return [...cells, ...new Array<string>(Math.max(columns - cells.length, 0)).fill('')];
}

function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}
