import { Fault } from '../../fault.ts';

/** A journal that is there and cannot be what was written. */
export class JournalFault extends Fault {}

/**
 * One draft on its way out. `begun` is written before anything else happens, `published` when the post is in its place
 * and the draft out of the queue.
 */
export interface Publication {
  readonly state: 'begun' | 'published';
  /** The day of the schedule whose time it takes; null for one that no schedule asked for. */
  readonly slot: string | null;
  readonly target: string;
  /** Paths from the queue's folder, "/" divides: of the draft, and of the file that it becomes. */
  readonly draft: string;
  readonly post: string;
  /** By which another blog's software finds it. */
  readonly slug: string;
  /** The date of the post, in ISO 8601. */
  readonly date: string;
  /** Tells that file's content from any other. */
  readonly digest: string;
  /** Where it is to be read, or edited, when the target says so. */
  readonly address: string | null;
}

/** What went out, and when that began. */
export interface Journal {
  /** The moment from which a schedule's times count; null before there was a schedule. */
  readonly from: string | null;
  readonly publications: readonly Publication[];
}

export const EMPTY_JOURNAL: Journal = { from: null, publications: [] };

/** The journal as a file: a line of JSON for its beginning, if it has one, and one for each publication. */
export function writeJournal({ from, publications }: Journal): string {
  const lines = [...(from === null ? [] : [{ from }]), ...publications];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The journal in a file's text. Throws JournalFault with the line. */
export function readJournal(path: string, text: string): Journal {
  let from: string | null = null;
  const publications: Publication[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = valueIn(line);
    if (isBeginning(value)) from = value.from;
    else if (isPublication(value)) publications.push(value);
    else {
      throw new JournalFault(
        `${path}, line ${index + 1}: this is no line of the journal of what was published. Without it a post might go ` +
          'out twice: repair the line, or delete it if its post is out.',
      );
    }
  }
  return { from, publications };
}

/** The latest day of a schedule whose time is taken. */
export function takenDay({ publications }: Journal): string | null {
  return publications.reduce<string | null>(
    (last, { slot }) => (slot !== null && slot > (last ?? '') ? slot : last),
    null,
  );
}

/** The publication that was begun and not ended; only the last one can be. */
export function unfinished({ publications }: Journal): Publication | null {
  const last = publications.at(-1);
  return last?.state === 'begun' ? last : null;
}

/** The journal with another last publication, or without it. */
export function withLast(journal: Journal, last: Publication | null): Journal {
  return { ...journal, publications: [...journal.publications.slice(0, -1), ...(last === null ? [] : [last])] };
}

function valueIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isBeginning(value: unknown): value is { readonly from: string } {
  const { from } = (value ?? {}) as { from?: unknown };
  return typeof from === 'string' && isMoment(from);
}

function isPublication(value: unknown): value is Publication {
  if (typeof value !== 'object' || value === null) return false;
  const { state, slot, target, draft, post, slug, date, digest, address } = value as Record<string, unknown>;
  const isText = [target, draft, post, slug, date, digest].every((field) => typeof field === 'string' && field !== '');
  const isDay = slot === null || (typeof slot === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(slot));
  const isAddress = address === null || typeof address === 'string';
  return isText && isDay && isAddress && (state === 'begun' || state === 'published') && isMoment(date as string);
}

function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
