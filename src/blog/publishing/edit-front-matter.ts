import { entrySpans, jsonSpans } from '../posts/front-matter-entries.ts';
import type { FrontMatter } from '../posts/post.ts';

/** New texts for entries by key; null removes an entry. */
export type EntryChanges = ReadonlyMap<string, string | null>;

/** A range of the text, and its replacement. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Front matter with some values changed and everything else as typed: other entries, comments, blank lines, the space
 * around values. A new entry is added after that of `after`, or else at the end. The texts are entries as
 * `write-front-matter.ts` writes them.
 */
export function editFrontMatter(frontMatter: FrontMatter, changes: EntryChanges, after: string): string {
  const replacements =
    frontMatter.delimiter === 'json' ? inObject(frontMatter.raw, changes, after) : inLines(frontMatter, changes, after);
  let edited = '';
  let at = 0;
  for (const { start, end, text } of replacements.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    edited += frontMatter.raw.slice(at, Math.max(at, start)) + text;
    at = Math.max(at, end);
  }
  return edited + frontMatter.raw.slice(at);
}

function inLines(frontMatter: FrontMatter, changes: EntryChanges, after: string): Replacement[] {
  const { raw } = frontMatter;
  const spans = entrySpans(frontMatter);
  const has = new Set(spans.map(({ key }) => key));
  const replacements: Replacement[] = spans.flatMap(({ key, start, end }) => {
    const text = changes.get(key);
    if (text === undefined) return [];
    return text === null
      ? [{ start, end: Math.min(raw.length, end + 1), text: '' }]
      : [{ start, end, text: withValueOf(raw.slice(start, end), key, text) }];
  });
  const added = [...changes].flatMap(([key, text]) => (text === null || has.has(key) ? [] : [`${text}\n`]));
  if (added.length === 0) return replacements;
  const behind = spans.findLast(({ key }) => key === after)?.end ?? endOfEntries(frontMatter, spans.at(-1)?.end);
  const at = Math.min(raw.length, behind + 1);
  const gap = at > 0 && raw[at - 1] !== '\n' ? '\n' : '';
  return [...replacements, { start: at, end: at, text: gap + added.join('') }];
}

/**
 * Where new entries go. Anything after a TOML table's header belongs to the table; in other formats new entries go to
 * the very end.
 */
function endOfEntries({ raw, delimiter }: FrontMatter, end: number | undefined): number {
  if (delimiter !== 'toml') return raw.length;
  if (end !== undefined) return end;
  const head = raw.search(/^[ \t]{0,100}\[/m);
  return head === -1 ? raw.length : head - 1;
}

/**
 * Replaces an entry. If it is one line and keeps its key, the white space around the value and a comment after it are
 * kept.
 */
function withValueOf(entry: string, key: string, text: string): string {
  const value = /^[^:=]*[:=]\s*(.*)$/s.exec(text)?.[1];
  const mark = entry.search(text.startsWith(`${keyIn(text)} =`) ? /=/ : /:(?=\s|$)/);
  if (value === undefined || mark === -1 || keyIn(text) !== key || entry.includes('\n') || text.includes('\n'))
    return text;
  let from = mark + 1;
  while (from < entry.length && /\s/.test(entry[from])) from++;
  const space = entry.slice(mark + 1, from) || ' ';
  return `${entry.slice(0, mark + 1)}${space}${value}${remarkIn(entry, from)}`;
}

function keyIn(text: string): string {
  return text.slice(0, Math.max(0, text.search(/ =|:/)));
}

/** The comment at the end of a line, with the white space before it; '' without one. */
function remarkIn(line: string, from: number): string {
  if (line[from] === '#') return ` ${line.slice(from)}`;
  let quote = '';
  let space = -1;
  for (let at = from; at < line.length; at++) {
    const character = line[at];
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (/["']/.test(character) && at === from) quote = character;
    else if (character === '#' && space !== -1) return line.slice(space);
    if (!/\s/.test(character)) space = -1;
    else if (space === -1) space = at;
  }
  return '';
}

function inObject(raw: string, changes: EntryChanges, after: string): Replacement[] {
  const spans = jsonSpans(raw);
  const has = new Set(spans.map(({ key }) => key));
  const replacements = spans.flatMap(({ key, valueStart, end }, index): Replacement[] => {
    const text = changes.get(key);
    if (text === undefined) return [];
    if (text !== null) {
      const [name, value] = entryIn(text);
      return [name === key ? { start: valueStart, end, text: value } : { start: spans[index].start, end, text }];
    }
    const next = spans[index + 1];
    // Remove the entry with the comma after it, or, at the end, with the comma before it.
    return [
      next === undefined
        ? { start: spans[index - 1]?.end ?? spans[index].start, end, text: '' }
        : { start: spans[index].start, end: next.start, text: '' },
    ];
  });
  const added = [...changes].flatMap(([key, text]) => (text === null || has.has(key) ? [] : [text]));
  if (added.length === 0) return replacements;
  const behind = spans.findLast(({ key }) => key === after) ?? spans.findLast(({ key }) => changes.get(key) !== null);
  const [first] = spans;
  const space = first === undefined ? ' ' : raw.slice(raw.slice(0, first.start).trimEnd().length, first.start);
  if (behind !== undefined) {
    const text = added.map((entry) => `,${space}${entry}`).join('');
    return [...replacements, { start: behind.end, end: behind.end, text }];
  }
  const at = first?.start ?? raw.indexOf('{') + 1;
  return [...replacements, { start: at, end: at, text: ` ${added.join(', ')} ` }];
}

function entryIn(text: string): readonly [key: string, value: string] {
  const [[key, value]] = Object.entries(JSON.parse(`{${text}}`) as Record<string, unknown>);
  return [key, JSON.stringify(value)];
}
