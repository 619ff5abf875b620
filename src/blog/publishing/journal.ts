import { Fault } from '../../fault.ts';

/** The journal exists but is damaged. */
export class JournalFault extends Fault {
  override readonly code: string = 'journal';
}

/**
 * The publication of a draft. `begun` is written before anything else happens, `published` when the post is in place
 * and the draft has left the queue; `withdrawing` before it is taken back, `withdrawn` when the draft is in the queue again.
 * A time of the schedule stays taken.
 */
export interface Publication {
  readonly state: 'begun' | 'published' | 'withdrawing' | 'withdrawn';
  /** The schedule's day whose time it takes; null without a schedule. */
  readonly slot: string | null;
  readonly target: string;
  /** Paths relative to the queue's folder, with "/" as separator: the draft, and the file that it becomes. */
  readonly draft: string;
  readonly post: string;
  /** Identifies it in another system. */
  readonly slug: string;
  /** The date of the post, in ISO 8601. */
  readonly date: string;
  /** Identifies the file's content. */
  readonly digest: string;
  /** Where it can be read or edited, if the target gives an address. */
  readonly address: string | null;
  /** The draft's text before its body, so that it can be taken back. Missing in journals of early versions. */
  readonly head?: string;
  /** Whether the post was committed or pushed. Missing in journals of early versions. */
  readonly git?: 'none' | 'commit' | 'push';
}

/** What was published, and when publishing began. */
export interface Journal {
  /** The moment from which a schedule's times count; null before the first schedule. */
  readonly from: string | null;
  readonly publications: readonly Publication[];
}

export const EMPTY_JOURNAL: Journal = { from: null, publications: [] };

/** The journal as a file: a line of JSON for its beginning, if any, and one for each publication. */
export function writeJournal({ from, publications }: Journal): string {
  const lines = [...(from === null ? [] : [{ from }]), ...publications];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Reads a journal from a file's text. Throws JournalFault with the line. */
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
        `${path}, line ${index + 1}: this line of the publishing journal is damaged. Without it a post might be ` +
          'published twice: repair the line, or delete it if its post is already published.',
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

/** The publication that was begun and not finished; only the last one can be. */
export function unfinishedPublication({ publications }: Journal): Publication | null {
  const last = publications.at(-1);
  return last?.state === 'begun' ? last : null;
}

/** The journal with one publication replaced by another. */
export function withPublication(journal: Journal, before: Publication, after: Publication): Journal {
  return { ...journal, publications: journal.publications.map((each) => (each === before ? after : each)) };
}

/** The journal with its last publication replaced, or removed for null. */
export function withLastPublication(journal: Journal, last: Publication | null): Journal {
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

const STATES = new Set<unknown>(['begun', 'published', 'withdrawing', 'withdrawn']);
const GIT = new Set<unknown>([undefined, 'none', 'commit', 'push']);

function isPublication(value: unknown): value is Publication {
  if (typeof value !== 'object' || value === null) return false;
  const { state, slot, target, draft, post, slug, date, digest, address, head, git } = value as Record<string, unknown>;
  const isText = [target, draft, post, slug, date, digest].every((field) => typeof field === 'string' && field !== '');
  const isDay = slot === null || (typeof slot === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(slot));
  const isAddress = address === null || typeof address === 'string';
  const isKnown = STATES.has(state) && GIT.has(git) && ['undefined', 'string'].includes(typeof head);
  return isText && isDay && isAddress && isKnown && isMoment(date as string);
}

function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
