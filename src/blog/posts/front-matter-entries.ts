import { type LiteralEntry, readLiteral } from './literal.ts';
import type { FrontMatter } from './post.ts';
import { tomlLines } from './toml-lines.ts';
import type { Quote } from './write-front-matter.ts';
import { yamlLines } from './yaml-lines.ts';

/** The span of a top-level entry in the raw text, from its key to the end of its last line; in JSON, of its value. */
export interface EntrySpan {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The spans of the top-level entries, in order. Blank lines and comments after an entry are not part of it. Data that is
 * not written as entries on separate lines is left out: TOML's tables, a map in braces.
 */
export function entrySpans(frontMatter: Pick<FrontMatter, 'delimiter' | 'raw'>): readonly EntrySpan[] {
  if (frontMatter.delimiter === 'none') return [];
  return frontMatter.delimiter === 'json'
    ? jsonSpans(frontMatter.raw)
    : lineSpans(frontMatter.raw, frontMatter.delimiter);
}

/** The spans of a JSON object's entries, with those of their values. `raw` must have been read as front matter. */
export function jsonSpans(raw: string): readonly LiteralEntry[] {
  const start = raw.search(/["{]/);
  const isBare = raw[start] === '"';
  // In JavaScript, text before the brace is not an entry. JavaScript syntax covers JSON.
  const text = isBare ? raw : ' '.repeat(raw.indexOf('{')) + raw.slice(raw.indexOf('{'));
  return readLiteral(text, { isJson: isBare, hasBraces: !isBare }).entries;
}

function lineSpans(raw: string, delimiter: 'yaml' | 'toml'): readonly EntrySpan[] {
  const lines = delimiter === 'yaml' ? (yamlLines(raw) ?? []) : tomlLines(raw);
  const spans: EntrySpan[] = [];
  let indent: number | null = null;
  for (const { start, end, continues } of lines) {
    const line = raw.slice(start, end);
    if (!continues && delimiter === 'toml' && /^\s*\[/.test(line)) break;
    if (!continues && endsEntry(line)) continue;
    const depth = line.length - line.trimStart().length;
    indent ??= depth;
    const key = continues || depth !== indent ? null : keyOn(line.trimStart(), delimiter === 'yaml' ? ':' : '=');
    const last = spans.at(-1);
    if (key !== null) spans.push({ key, start, end });
    else if (last !== undefined && line.trim() !== '') spans[spans.length - 1] = { ...last, end };
  }
  return spans;
}

/** The key of the entry that a line begins, without quotes; null if it begins none. */
function keyOn(line: string, mark: ':' | '='): string | null {
  const quote = /^["']/.test(line) ? line[0] : null;
  const from = quote === null ? 0 : line.indexOf(quote, 1);
  if (from === -1) return null;
  for (let at = line.indexOf(mark, from); at !== -1; at = line.indexOf(mark, at + 1)) {
    if (mark === ':' && at + 1 < line.length && !/\s/.test(line[at + 1])) continue;
    const key = line.slice(0, at).trimEnd();
    if (quote !== null) return key.length > 1 && key.endsWith(quote) ? key.slice(1, -1) : null;
    return key === '' || /^[-?[\]{}#&*!|>%@`]|\s#/.test(key.slice(0, 1000)) ? null : key;
  }
  return null;
}

/**
 * The text of each top-level entry, by key, as typed: from its key to its last line, without the final line break. JSON
 * entries are written again in one form. TOML's tables are left out.
 */
export function entriesOf(frontMatter: FrontMatter): ReadonlyMap<string, string> {
  const known = written.get(frontMatter);
  if (known !== undefined) return known;
  const { delimiter, data, raw } = frontMatter;
  const entries = new Map<string, string>();
  if (delimiter === 'json') {
    for (const [key, value] of Object.entries(data))
      entries.set(key, `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  } else {
    for (const { key, start, end } of entrySpans(frontMatter)) {
      const lines = raw.slice(start, end).split('\n');
      entries.set(
        key,
        lines
          .map((line) => line.trimEnd())
          .join('\n')
          .trimStart(),
      );
    }
  }
  written.set(frontMatter, entries);
  return entries;
}

const written = new WeakMap<FrontMatter, ReadonlyMap<string, string>>();

/** Whether a line is blank or a comment and so not part of any entry. */
function endsEntry(line: string): boolean {
  return line.trim() === '' || /^\s*#/.test(line);
}

/** The quotes of an entry's value, or of its first item if it is a list. */
export function quoteOf(entry: string): Quote {
  const mark = /[:=]\s*(?:\[\s*|-\s+)?(["']?)/.exec(entry)?.[1];
  return mark === '"' ? 'double' : mark === "'" ? 'single' : 'none';
}
