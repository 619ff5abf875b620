import { readDate } from '../../posts/post-date.ts';
import { markdownOfHtml } from '../html/html-to-markdown.ts';
import { isTrueAt, type JsonObject, objectIn } from '../json-values.ts';
import { plainLine } from '../plain-line.ts';
import { leftOut, type SourceItem } from '../post-source.ts';
import { type FieldKind, type FieldMeaning, meaningOf } from './field-names.ts';
import { isProse } from './table-dialect.ts';

/** A field of a row or record, and its meaning. */
export interface Field {
  readonly meaning: FieldMeaning | null;
  readonly value: unknown;
}

/** The post of a row. If a row has several fields of a kind, the non-empty one with the lowest rank counts. */
export function postOfFields(fields: readonly Field[], where: string): SourceItem {
  const byKind = valuesByKind(fields);
  const all = (kind: FieldKind) => byKind.get(kind) ?? [];
  const line = (kind: FieldKind) =>
    all(kind)
      .map(lineOf)
      .find((text) => text !== null) ?? null;
  const type = line('type')?.toLowerCase() ?? '';
  if (type === 'page') return leftOut('page', where, 'it is a page, not a post.');
  if (otherTypes.test(type)) return leftOut('other type', where, `its type is ${type}, not post.`);
  const body = bodyOf(all('text'), all('html'));
  if (body === null) return leftOut('empty', where, 'it has no text.');
  const dates = all('date');
  return {
    where,
    title: line('title'),
    slug: line('slug'),
    date: dates.map(dateOf).find((date) => date !== null && readDate(date) !== null) ?? lineOf(dates[0]),
    categories: namesOf(all('categories')),
    tags: namesOf(all('tags')),
    description: line('description'),
    canonicalUrl: line('url'),
    draft:
      all('draft').some(isTrue) ||
      [...all('published'), ...dates].some(isFalse) ||
      hidden.test(line('status')?.toLowerCase() ?? ''),
    generated: all('generated').some(isTrue),
    markdown: body,
  };
}

/** Non-empty values by kind, the lowest rank first. */
function valuesByKind(fields: readonly Field[]): Map<FieldKind, unknown[]> {
  const found = new Map<FieldKind, unknown[]>();
  const known = fields.filter(({ meaning, value }) => meaning !== null && !isEmpty(value));
  if (known.length > 1) known.sort((a, b) => a.meaning!.rank - b.meaning!.rank);
  for (const { meaning, value } of known) {
    const values = found.get(meaning!.kind);
    if (values === undefined) found.set(meaning!.kind, [value]);
    else values.push(value);
  }
  return found;
}

/** Takes the first non-empty field without a known name for the text. */
export function withText(fields: readonly Field[], isText: (field: Field, i: number) => boolean): readonly Field[] {
  return fields.map((field, i) =>
    isText(field, i) ? { ...field, meaning: { kind: 'text', rank: 0 } as const } : field,
  );
}

/** Whether a field is named as the text. */
export function hasText(fields: readonly Field[]): boolean {
  return fields.some(({ meaning }) => meaning?.kind === 'text' || meaning?.kind === 'html');
}

/** Types in tables of WordPress and similar systems other than posts and pages. */
const otherTypes = /^(?:attachment|revision|nav_menu_item|custom_css|oembed_cache|wp_\w+|comment|message_draft)$/;
const hidden =
  /^(?:drafts?|auto-draft|pending|future|scheduled|private|trash|trashed|deleted|unpublished|hidden|archived)$/;

/** HTML comes from a field that is named so, or from WordPress's `{ "rendered": … }`. */
function bodyOf(texts: readonly unknown[], htmls: readonly unknown[]): (() => string) | null {
  for (const value of texts) {
    const rendered = objectIn(value)?.rendered;
    if (typeof rendered === 'string' && rendered.trim() !== '') return () => markdownOfHtml(rendered);
    const text = Array.isArray(value)
      ? value.filter((part) => typeof part === 'string').join('\n\n')
      : (lineOfObject(value) ?? value);
    if ((typeof text === 'string' && text.trim() !== '') || typeof text === 'number') return () => String(text);
  }
  const html = htmls.find((value) => typeof value === 'string');
  return typeof html === 'string' ? () => markdownOfHtml(html) : null;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

/** A text or number as text; also the value of `{ "rendered": … }` and of MongoDB's `{ "$date": … }`. */
function lineOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return lineOfObject(value);
}

function lineOfObject(value: unknown): string | null {
  const object = objectIn(value);
  if (object === null) return null;
  if (typeof object.rendered === 'string') return plainLine(object.rendered);
  const inner = object.raw ?? object.plain ?? object.$date ?? object.$numberLong ?? object.$numberInt;
  return inner === undefined || inner === value ? null : lineOf(inner);
}

/** Until 2286, seconds since 1970 have 9 or 10 digits, milliseconds three more, microseconds six more. */
const [minSeconds, minMilliseconds, minMicroseconds, maxMicroseconds] = [1e8, 1e11, 1e14, 1e17];
/** Day numbers of a spreadsheet, for 1954 to 2119. */
const [minDays, maxDays, daysBefore1970] = [20_000, 80_000, 25_569];

/** A date for `readDate`; numbers are seconds, milliseconds or microseconds since 1970, or a spreadsheet's days. */
function dateOf(value: unknown): string | null {
  const written = lineOf(value)?.trim() ?? null;
  if (written === null || !/^\d+(?:\.\d+)?(?:e\+?\d+)?$/i.test(written)) return written;
  if (/^(?:19|20)\d{6}$/.test(written)) return written.replace(/^(....)(..)(..)$/, '$1-$2-$3');
  const number = Number(written);
  const ms =
    number >= minDays && number < maxDays
      ? (number - daysBefore1970) * 86_400_000
      : number < minSeconds || number >= maxMicroseconds
        ? null
        : number < minMilliseconds
          ? number * 1000
          : number < minMicroseconds
            ? number
            : number / 1000;
  if (ms === null) return written;
  const iso = `${new Date(Math.round(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
  return number < maxDays ? iso.replace(/T00:00:00Z$|Z$/, '') : iso;
}

/**
 * Names in a list, or in a text that lists them, separated by commas (else by semicolons or bars) or written as JSON.
 */
function namesOf(values: readonly unknown[]): string[] {
  const names = values.flatMap((value): unknown[] => {
    if (Array.isArray(value)) return value.map((item) => objectIn(item)?.name ?? objectIn(item)?.label ?? item);
    if (typeof value !== 'string') return [];
    const inner = /^\s*\[([\s\S]*)\]\s*$/.exec(value)?.[1];
    const mark = [',', ';', '|'].find((divider) => value.includes(divider)) ?? ',';
    return (inner ?? value)
      .split(mark)
      .map((name) => (inner === undefined ? name : name.trim().replace(/^["']|["']$/g, '')));
  });
  return [...new Set(names.filter((name) => typeof name === 'string').map((name) => name.trim()))].filter(
    (name) => name !== '',
  );
}

function isTrue(value: unknown): boolean {
  return isTrueAt({ value }, 'value');
}

function isFalse(value: unknown): boolean {
  return value === false || value === 0 || (typeof value === 'string' && /^\s*(?:false|no|0)\s*$/i.test(value));
}

/**
 * Names of nested records that never contain the post, such as those about a person or the blog, and of those with its
 * data.
 */
const notThePost =
  /^(?:user|author|authors|account|creator|owner|profile|site|blog|publication|by|from|to|in_reply_to.*|retweeted_status|quoted_status|comments?|replies|links|_links|_embedded|entities|media|image|seo|yoast_head_json)$/i;
const dataOfPost =
  /^(?:front_?matter|meta|metadata|data|attributes|attrs|fields|properties|_source|post|article|entry|tweet|record|document|doc|node|item|status)$/i;

/** Deeper records are not part of the post. */
const [maxDepth, maxRecords] = [4, 200];

/**
 * The fields of a record and of nested records that belong to it: data such as `frontmatter`, and, if it has no text
 * itself, the first nested record that has.
 */
export function fieldsOf(record: JsonObject): Field[] {
  const fields: Field[] = [];
  const open: { readonly record: JsonObject; readonly depth: number; readonly isData: boolean }[] = [
    { record, depth: 0, isData: true },
  ];
  for (let i = 0; i < Math.min(open.length, maxRecords); i++) {
    const { record: inner, depth, isData } = open[i];
    const own = Object.entries(inner).map(([name, value]): Field => {
      const meaning = meaningOf(name);
      return { meaning: meaning && { ...meaning, rank: meaning.rank + depth * 1000 }, value };
    });
    if (isData || (!hasText(fields.filter(hasWords)) && hasText(own.filter(hasWords)))) fields.push(...own);
    if (depth === maxDepth) continue;
    for (const [name, value] of Object.entries(inner)) {
      const child = objectIn(value);
      if (child !== null && !notThePost.test(name)) {
        open.push({ record: child, depth: depth + 1, isData: isData && dataOfPost.test(name) });
      }
    }
  }
  if (hasText(fields)) return fields;
  const longestOf = (of: (kind: FieldKind | undefined) => boolean) =>
    fields
      .filter(({ meaning }) => of(meaning?.kind))
      .map(({ value }) => (typeof value === 'string' && isProse(value) ? value : ''))
      .reduce((most, text) => (text.length > most.length ? text : most), '');
  const text = longestOf((kind) => kind === undefined) || longestOf((kind) => kind === 'description');
  return [...withText(fields, ({ value }) => text !== '' && value === text)];
}

function hasWords({ value }: Field): boolean {
  return (typeof value === 'string' && value.trim() !== '') || (typeof value === 'object' && value !== null);
}
