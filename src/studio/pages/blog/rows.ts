import type { PostsShownEvent } from '../../../pipeline/events/posts.ts';
import type { Skipped } from '../../../pipeline/events/reading.ts';
import { fileName } from '../core/words.ts';

/** A post in the table: one that is learned from, or one that the person left out. */
export interface Row {
  /** What the server finds it by. */
  readonly path: string;
  /** The entry of `exclude` that leaves it out, or would. */
  readonly entry: string;
  readonly title: string;
  /** As the post has it, in ISO 8601; null if it has none. */
  readonly date: string | null;
  readonly year: number | null;
  /** Null for a post that was not read. */
  readonly words: number | null;
  readonly tokens: number | null;
  /** Whether it is learned from. */
  readonly isIn: boolean;
  /** Whether the entry leaves out other posts too, so that this one alone cannot be taken back. */
  readonly isShared: boolean;
}

/** The posts that were seen, with what the person has left out or taken back since. */
export function rowsOf({ facts, skipped }: PostsShownEvent, exclude: readonly string[]): Row[] {
  const out = new Set(exclude);
  const names = countOf(facts.posts.map(({ name }) => name));
  const seen = facts.posts.map(({ path, name, title, date, year, words, tokens }): Row => {
    // Two items of an export may get the same file name; their places differ.
    const entry = names.get(name) === 1 ? name : path;
    return { path, entry, title, date, year, words, tokens, isIn: !out.has(entry), isShared: false };
  });
  const excluded = skipped.filter(({ because }) => because === 'excluded');
  const patterns = countOf(excluded.map(({ pattern = '' }) => pattern));
  const left = excluded.map(({ path, pattern = '' }): Row => {
    const unread = { date: null, year: null, words: null, tokens: null };
    const isIn = !out.has(pattern);
    return { path, entry: pattern, title: fileName(path), ...unread, isIn, isShared: patterns.get(pattern)! > 1 };
  });
  return [...seen, ...left];
}

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

export type Column = 'title' | 'date' | 'words' | 'tokens';

export interface Order {
  readonly by: Column;
  readonly isDescending: boolean;
}

/** Sorted by a column; rows without a value come last in both directions, and rows with the same one by title. */
export function sorted(rows: readonly Row[], { by, isDescending }: Order): Row[] {
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [one, other] = [a[by], b[by]];
    if (one === null || other === null)
      return one === other ? collator.compare(a.title, b.title) : one === null ? 1 : -1;
    const compared = by === 'title' ? collator.compare(a.title, b.title) : one < other ? -1 : one > other ? 1 : 0;
    return compared === 0 ? collator.compare(a.title, b.title) : sign * compared;
  });
}

/** The order after the head of a column was pressed: dates and numbers begin with the greatest. */
export function pressed(order: Order, by: Column): Order {
  return order.by === by ? { by, isDescending: !order.isDescending } : { by, isDescending: by !== 'title' };
}

/** The rows whose title, date or path has every word that was typed. */
export function found(rows: readonly Row[], typed: string): Row[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...rows];
  return rows.filter(({ title, date, path }) => {
    const text = `${title} ${date ?? ''} ${path}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Numbers of the posts that are learned from. */
export function totals(rows: readonly Row[]): {
  readonly posts: number;
  readonly words: number;
  readonly tokens: number;
} {
  let [posts, words, tokens] = [0, 0, 0];
  for (const row of rows) {
    if (!row.isIn) continue;
    posts++;
    words += row.words ?? 0;
    tokens += row.tokens ?? 0;
  }
  return { posts, words, tokens };
}

/** What was left out for one reason. */
export interface Group {
  readonly because: Skipped['because'];
  /** How many things; one entry may stand for many. */
  readonly count: number;
  readonly things: readonly Skipped[];
}

/** What was left out, by reason, the most frequent first. */
export function groupsOf(skipped: readonly Skipped[]): Group[] {
  const groups = new Map<Skipped['because'], Skipped[]>();
  for (const each of skipped) {
    const same = groups.get(each.because);
    if (same === undefined) groups.set(each.because, [each]);
    else same.push(each);
  }
  return Array.from(groups, ([because, things]) => ({
    because,
    things,
    count: things.reduce((sum, { count = 1 }) => sum + count, 0),
  })).sort((a, b) => b.count - a.count);
}

/** A note, with the place that it names. */
export interface PlacedNote {
  readonly path: string | null;
  readonly line: number | null;
  readonly text: string;
}

/** Takes a note apart: 'posts/a.md, line 3: the date …'. */
export function placedNote(note: string): PlacedNote {
  const [, path, line, text] = /^(.+?), line (\d+): ([\s\S]*)$/.exec(note) ?? [];
  return path === undefined ? { path: null, line: null, text: note } : { path, line: Number(line), text };
}
