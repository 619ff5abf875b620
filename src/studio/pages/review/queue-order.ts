import type { DraftLine, QueueListing } from '../../review-protocol.ts';

/** Which drafts are listed. */
export const FILTERS = ['all', 'unreviewed', 'approved', 'held back', 'broken'] as const;
export type Filter = (typeof FILTERS)[number];

export const ORDERS = ['name', 'score'] as const;
export type Order = (typeof ORDERS)[number];

/** A row of the list: a draft, or a file that cannot be one. */
export type Row =
  | { readonly path: string; readonly draft: DraftLine; readonly problem: null }
  | { readonly path: string; readonly draft: null; readonly problem: string };

/** The rows of a filter, in order. Drafts without a score come last when sorted by score. */
export function rowsOf({ drafts, unusable }: QueueListing, filter: Filter, order: Order): Row[] {
  const shown = filter === 'broken' ? [] : drafts.filter(({ approval }) => filter === 'all' || approval === filter);
  const sorted = shown.toSorted(
    (a, b) => (order === 'score' ? (b.score ?? -1) - (a.score ?? -1) : 0) || (a.name < b.name ? -1 : 1),
  );
  const broken = filter === 'all' || filter === 'broken' ? unusable : [];
  return [
    ...sorted.map((draft) => ({ path: draft.path, draft, problem: null })),
    ...broken.map(({ path, reason }) => ({ path, draft: null, problem: reason })),
  ];
}

/** How many rows each filter has. */
export function countsOf({ drafts, unusable }: QueueListing): Readonly<Record<Filter, number>> {
  const counts = { all: drafts.length + unusable.length, unreviewed: 0, approved: 0, 'held back': 0 };
  for (const { approval } of drafts) counts[approval]++;
  return { ...counts, broken: unusable.length };
}

/** The row `step` rows after the one with this path; the first or last at the ends, null in an empty list. */
export function rowAfter(rows: readonly Row[], path: string | null, step: number): string | null {
  const at = rows.findIndex((row) => row.path === path);
  if (at === -1) return rows[0]?.path ?? null;
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))].path;
}

/** What to show once a row has been decided about: the next one, or the one before if it was the last; null if it was alone. */
export function rowInstead(rows: readonly Row[], path: string): string | null {
  const at = rows.findIndex((row) => row.path === path);
  return (rows[at + 1] ?? rows[at - 1])?.path ?? null;
}
