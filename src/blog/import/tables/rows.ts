/** Tables with one text per row: CSV, JSON Lines and JSON lists. Read-only. */
import { readDate } from '../../posts/post-date.ts';
import { type JsonObject, objectIn, objectsIn } from '../json-values.ts';
import { type DocumentSource, leftOut, SourceFault, type SourceItem } from '../post-source.ts';
import { meaningOf } from './field-names.ts';
import { jsonRecords } from './json-records.ts';
import { type Field, fieldsOf, hasText, postOfFields, withText } from './row-post.ts';
import { readTable, type TableRow } from './table.ts';
import { isProse } from './table-dialect.ts';

export const csvTable: DocumentSource = {
  kind: 'document',
  name: 'a CSV table',
  recognise: (name) => /\.(?:csv|tsv|tab)$/.test(name),
  async *read(text, source) {
    let first: TableRow[] = [];
    let columns: Columns | null = null;
    let fault: unknown = null;
    try {
      for await (const row of readTable(text, source, { tabs: /\.(?:tsv|tab)$/i.test(source) })) {
        if (columns !== null) yield rowPost(row, columns);
        else if (first.push(row) === judgedRows) {
          columns = columnsOf(first);
          for (const early of first) yield rowPost(early, columns);
          first = [];
        }
      }
    } catch (error) {
      // Keep what was read before it.
      fault = error;
    }
    const found = columns ?? columnsOf(first);
    for (const row of first) yield rowPost(row, found);
    if (fault !== null) throw fault;
  },
};

export const jsonLines: DocumentSource = {
  kind: 'document',
  name: 'JSON Lines',
  recognise: (name) => /\.(?:jsonl|ndjson|jsonlines)$/.test(name),
  async *read(text, source) {
    const { head, pieces } = await withHead(text);
    if (isOnSeveralLines(head)) return yield* recordPosts(pieces, source);
    let line = 0;
    for await (const json of linesOf(pieces, source)) {
      line++;
      const record = withoutMark(json).trim();
      if (record !== '') yield* jsonPosts(record, `line ${line}`);
    }
  },
};

export const jsonList: DocumentSource = {
  kind: 'document',
  name: 'a JSON list of texts',
  recognise: (name, head) =>
    (/\.json$/.test(name) && /^\s*[[{]/.test(head)) || (/\.js$/.test(name) && archiveOfTweets.test(head)),
  async *read(text, source) {
    const { head, pieces } = await withHead(text);
    const before = archiveOfTweets.exec(head)?.[0].length ?? 0;
    yield* recordPosts(before === 0 ? pieces : behind(pieces, before), source);
  },
};

/** An archive of tweets is a JavaScript file that contains a list. */
const archiveOfTweets = /^\s*window\.YTD\.(?:tweets?|note_tweet)\.part\d+\s*=\s*/;

async function* behind(pieces: AsyncIterable<string>, characters: number): AsyncGenerator<string> {
  let left = characters;
  for await (const piece of pieces) {
    yield piece.slice(left);
    left = Math.max(0, left - piece.length);
  }
}

/** Rows used to find out what the columns contain. */
const judgedRows = 50;

interface Columns {
  /** The fields of a row in column order, without values. */
  readonly fields: readonly Field[];
  /** Index of the column with the text; -1 if a name gives it. */
  readonly text: number;
}

/**
 * What the columns contain: by their names; otherwise the one with the longest texts is the text, and dates are dates.
 */
function columnsOf(rows: readonly TableRow[]): Columns {
  const names = rows[0]?.columns ?? [];
  const values = (name: string) => rows.map(({ cells }) => cells[name] ?? '').filter((cell) => cell.trim() !== '');
  const isOfDates = (name: string) =>
    values(name).length > 0 && values(name).every((cell) => cell.length < 60 && readDate(cell) !== null);
  const named = names.map((name): Field => ({ meaning: meaningOf(name), value: null }));
  const hasDate = named.some(({ meaning }) => meaning?.kind === 'date');
  const fields = named.map((field, i): Field => {
    const isDate = !hasDate && field.meaning === null && isOfDates(names[i]);
    return isDate ? { meaning: { kind: 'date', rank: 0 }, value: null } : field;
  });
  if (hasText(fields)) return { fields, text: -1 };
  const prose = (i: number) =>
    values(names[i])
      .filter(isProse)
      .reduce((sum, cell) => sum + cell.length, 0);
  const longest = (places: number[]) =>
    places.filter((i) => prose(i) > 0).reduce((most, i) => (most < 0 || prose(i) > prose(most) ? i : most), -1);
  const places = [...names.keys()];
  const unknown = longest(places.filter((i) => fields[i].meaning === null));
  const known = longest(places.filter((i) => ['description', 'title'].includes(fields[i].meaning?.kind ?? '')));
  return { fields, text: unknown >= 0 ? unknown : known };
}

/** Write.as writes each line break of a body as a backslash and the letter n. */
const columnsOfWriteAs = 'id,slug,blog,url,created,title,body';

function rowPost(row: TableRow, { fields, text }: Columns): SourceItem {
  const where = `line ${row.line}`;
  const last = fields.length - 1;
  const isLastText = text === last || (text < 0 && fields[last]?.meaning?.kind === 'text');
  if (row.more.length > 0 && !isLastText) {
    const cells = fields.length + row.more.length;
    return leftOut(
      'broken',
      where,
      `it has ${cells} cells, but the first row has ${fields.length}: is a cell not quoted?`,
    );
  }
  const values = row.columns.map((name) => row.cells[name]);
  if (row.columns.join() === columnsOfWriteAs) values[last] = values[last].replaceAll('\\n', '\n');
  // A text in the last column includes the unquoted commas in it.
  if (row.more.length > 0) values[last] = [values[last], ...row.more].join(row.delimiter);
  const found = fields.map(({ meaning }, i): Field => ({ meaning, value: values[i] }));
  return postOfFields(text < 0 ? found : withText(found, (_, i) => i === text), where);
}

async function* recordPosts(text: AsyncIterable<string>, source: string): AsyncGenerator<SourceItem> {
  for await (const { json, line } of jsonRecords(text, source)) yield* jsonPosts(json, `line ${line}`);
}

function* jsonPosts(json: string, where: string): Generator<SourceItem> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    try {
      // A list whose lines were read one by one.
      value = JSON.parse(json.replace(/^\[|,$|\]$/g, '') || '[]');
    } catch {
      yield leftOut('broken', where, `it is not valid JSON: ${(cause as Error).message}.`);
      return;
    }
  }
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* valuePosts(item, `${where}, item ${i + 1}`);
  } else yield* valuePosts(value, where);
}

function* valuePosts(value: unknown, where: string): Generator<SourceItem> {
  const record = typeof value === 'string' ? { text: value } : objectIn(value);
  if (record === null) {
    yield leftOut('broken', where, 'it is neither an object nor a text.');
    return;
  }
  const inner = postsWithin(record);
  if (inner === null) yield postOfFields(fieldsOf(record), where);
  else for (const [i, post] of inner.entries()) yield postOfFields(fieldsOf(post), `${where}, item ${i + 1}`);
}

/** Keys under which a server's response or an export has its posts; the first one present counts. */
const listKeys = [
  'posts',
  'articles',
  'entries',
  'items',
  'stories',
  'tweets',
  'notes',
  'messages',
  'results',
  'records',
];

/** The posts of a record that is not a post but contains a list of them. */
function postsWithin(record: JsonObject): JsonObject[] | null {
  if (hasText(Object.keys(record).map((name) => ({ meaning: meaningOf(name), value: null })))) return null;
  for (const key of [...listKeys, 'rows', 'docs', 'documents', 'data']) {
    const inner = objectsIn(record[key]);
    if (inner.length > 0) return inner;
    const deeper = key === 'data' ? objectIn(record.data) : null;
    if (deeper !== null) return postsWithin(deeper);
  }
  return null;
}

/** Whether a JSON Lines file is really one list, or has records with line breaks in them. */
function isOnSeveralLines(head: string): boolean {
  const [first = '', second = ''] = head.split('\n').filter((line) => line.trim() !== '');
  if (/^\s*\[/.test(first)) return true;
  return /^\s*\{/.test(first) && !isJson(first) && second !== '' && !/^\s*\{/.test(withoutMark(second));
}

/** RFC 7464 puts a mark before each record. */
function withoutMark(line: string): string {
  return line.startsWith('\u001e') ? line.slice(1) : line;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Enough to detect what a text is. */
const headCharacters = 2 ** 16;

/** The beginning of a text, and the complete text. */
async function withHead(text: AsyncIterable<string>): Promise<{ head: string; pieces: AsyncIterable<string> }> {
  const rest = text[Symbol.asyncIterator]();
  const first: string[] = [];
  let characters = 0;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    first.push(next.value);
    characters += next.value.length;
    if (characters > headCharacters) break;
  }
  async function* pieces(): AsyncGenerator<string> {
    yield* first.splice(0);
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return { head: first.join('').replace(/\r\n?/g, '\n').slice(0, headCharacters), pieces: pieces() };
}

/** Characters. A longer line is not a post but a file without lines. */
const maxLineCharacters = 2 ** 25;

/** Lines with any system's line ends. */
async function* linesOf(text: AsyncIterable<string>, source: string): AsyncGenerator<string> {
  let open: string[] = [];
  let characters = 0;
  let isAfterReturn = false;
  for await (const piece of text) {
    // The line feed of a CRLF pair that was split between two pieces.
    const all = isAfterReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    isAfterReturn = piece.endsWith('\r');
    const lines = all.split(/\r\n|\r|\n/);
    for (const [i, line] of lines.entries()) {
      open.push(line);
      characters += line.length;
      if (i === lines.length - 1) break;
      yield open.join('');
      open = [];
      characters = 0;
    }
    if (characters > maxLineCharacters)
      throw new SourceFault(source, null, `a line has more than ${maxLineCharacters} characters.`);
  }
  if (characters > 0) yield open.join('');
}
