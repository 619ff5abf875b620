/** Tables with one text a row: CSV with names in its first row, and JSON Lines. Only read here. */
import { markdownOfHtml } from './html-to-markdown.ts';
import { isTrueAt, type JsonObject, objectIn, textAt, textsAt } from './json-values.ts';
import { type DocumentSource, leftOut, SourceFault, type SourceItem } from './post-source.ts';
import { readTable } from './table.ts';

export const csvTable: DocumentSource = {
  kind: 'document',
  name: 'a CSV table',
  recognise: (name) => /\.(?:csv|tsv)$/.test(name),
  async *read(text, source) {
    for await (const { cells, columns, line } of readTable(text, source)) yield rowPost(cells, columns, `line ${line}`);
  },
};

export const jsonLines: DocumentSource = {
  kind: 'document',
  name: 'JSON Lines',
  recognise: (name) => /\.(?:jsonl|ndjson)$/.test(name),
  async *read(text, source) {
    let line = 0;
    for await (const json of linesOf(text, source)) {
      line++;
      if (json.trim() !== '') yield linePost(json, `line ${line}`);
    }
  },
};

function linePost(json: string, where: string): SourceItem {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    return leftOut('broken', where, `it is no JSON: ${(cause as Error).message}.`);
  }
  const row = typeof value === 'string' ? { text: value } : objectIn(value);
  if (row === null) return leftOut('broken', where, 'it is neither an object nor a text.');
  return rowPost(
    row,
    Object.keys(row).filter((key) => typeof row[key as keyof typeof row] === 'string'),
    where,
  );
}

/** A longer line is no post, but a file without lines. */
const longestLine = 2 ** 25;

async function* linesOf(text: AsyncIterable<string>, source: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    yield* lines;
    if (rest.length > longestLine)
      throw new SourceFault(source, null, `a line has more than ${longestLine} characters.`);
  }
  if (rest !== '') yield rest;
}

/** Names of columns by what they hold, the first one that is there counts. */
const names = {
  text: ['markdown', 'text', 'body', 'content', 'post', 'article', 'message', 'selftext'],
  html: ['html', 'content_html', 'body_html'],
  title: ['title', 'headline', 'subject', 'name'],
  slug: ['slug', 'post_name'],
  date: ['date', 'published', 'published_at', 'pubdate', 'created', 'created_at'],
  description: ['description', 'summary', 'excerpt', 'subtitle'],
  url: ['canonical_url', 'url', 'link', 'permalink'],
} as const;

/** What a row says; where no column has a name that says that it is the text, the first one is. */
function rowPost(row: JsonObject, columns: readonly string[], where: string): SourceItem {
  const value = (kind: keyof typeof names) =>
    names[kind].map((name) => textAt(row, name)).find((text) => text !== null);
  const html = value('html');
  const isNamed = names.text.some((name) => name in row) || names.html.some((name) => name in row);
  const text = value('text') ?? (isNamed || columns.length === 0 ? undefined : textAt(row, columns[0]));
  if (text == null && html == null) return leftOut('empty', where, 'there is no text in it.');
  return {
    where,
    title: value('title') ?? null,
    slug: value('slug') ?? null,
    date: value('date') ?? null,
    categories: [...textsAt(row, 'categories'), ...textsAt(row, 'category')],
    tags: textsAt(row, 'tags'),
    description: value('description') ?? null,
    canonicalUrl: value('url') ?? null,
    draft: isTrueAt(row, 'draft'),
    generated: isTrueAt(row, 'generated'),
    markdown: () => text ?? markdownOfHtml(html!),
  };
}
