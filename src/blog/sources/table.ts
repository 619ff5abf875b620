import { parse } from 'csv-parse';
import { SourceFault } from './post-source.ts';

/** A row of a table, its cells by the names in the first row, in lower case. */
export interface TableRow {
  readonly cells: Readonly<Record<string, string>>;
  /** Those names in their order. */
  readonly columns: readonly string[];
  /** The line of the file in which the row ends, from 1. */
  readonly line: number;
}

/** A row of more text than this is no post, but a quote that nobody closed. */
const longestRowBytes = 2 ** 25;

/**
 * The rows of comma-separated text with names in its first row, one in memory at a time. Commas, semicolons and tabs
 * divide cells, whichever the first row has most of. Throws SourceFault with the line.
 */
export async function* readTable(text: AsyncIterable<string>, source: string): AsyncGenerator<TableRow> {
  const pieces = text[Symbol.asyncIterator]();
  const first = await firstLine(pieces);
  let columns: string[] = [];
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(first),
    relaxColumnCount: true,
    skipEmptyLines: true,
    info: true,
    maxRecordSize: longestRowBytes,
  });
  const feeding = feed(parser, first, pieces).catch((error: Error) => parser.destroy(error));
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (columns.length === 0) columns = record.map((name) => name.trim().toLowerCase());
      else {
        const cells = Object.fromEntries(record.map((cell, i) => [columns[i] ?? `column ${i + 1}`, cell]));
        yield { cells, columns, line: info.lines };
      }
    }
  } catch (cause) {
    const { message, lines, code } = cause as Error & { lines?: number; code?: string };
    if (code === undefined || !code.startsWith('CSV_')) throw cause;
    throw new SourceFault(source, lines ?? null, `it is no table of comma-separated text: ${message}.`, { cause });
  } finally {
    parser.destroy();
  }
  await feeding;
}

type Pieces = AsyncIterator<string, unknown>;
type Parser = ReturnType<typeof parse>;

/** As many pieces as hold the first line. */
async function firstLine(pieces: Pieces): Promise<string> {
  let text = '';
  while (!/[\r\n]/.test(text.trimStart())) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    text += value;
  }
  return text;
}

function delimiterOf(text: string): string {
  const [line] = text.trimStart().split(/[\r\n]/, 1);
  const count = (mark: string) => line.split(mark).length;
  return [',', ';', '\t'].reduce((most, mark) => (count(mark) > count(most) ? mark : most));
}

/** Waits where the reader of the rows is slower. */
async function feed(parser: Parser, first: string, pieces: Pieces): Promise<void> {
  let text: string | null = first;
  while (text !== null && !parser.destroyed) {
    if (!parser.write(text)) await new Promise<void>((resolve) => parser.once('drain', resolve).once('close', resolve));
    const { value, done } = await pieces.next();
    text = done === true ? null : (value as string);
  }
  if (!parser.destroyed) parser.end();
}
