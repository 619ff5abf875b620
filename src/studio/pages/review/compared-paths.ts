import type { DraftLine } from '../../review-protocol.ts';

/** Drafts that fit beside each other. */
export const MOST_COMPARED = 3;

/** Which drafts are compared. */
export interface ComparedPaths {
  readonly paths: readonly string[];
  /** Whether the next undecided drafts follow when one of these was picked. */
  readonly isSeries: boolean;
}

/** A part of a route, after its page. */
interface PartOfRoute {
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

/** The drafts that a route compares; null if it is not that of a comparison. */
export function comparedIn({ rest: [what, ...paths], query }: PartOfRoute): ComparedPaths | null {
  if (what !== 'compare') return null;
  return { paths: [...new Set(paths)].slice(0, MOST_COMPARED), isSeries: query.has('series') };
}

/** The route that compares drafts: what `address` wants after the page. */
export function compareRoute({ paths, isSeries }: ComparedPaths) {
  return [['compare', ...paths], isSeries ? { series: 'yes' } : {}] as const;
}

/** Ticks a draft for a comparison, or takes its tick away; a fourth is not ticked. */
export function ticked(paths: readonly string[], path: string): readonly string[] {
  if (paths.includes(path)) return paths.filter((each) => each !== path);
  return paths.length < MOST_COMPARED ? [...paths, path] : paths;
}

/**
 * The next undecided drafts to compare, at most three, in the order of the list from the draft `from` on, and then from its
 * beginning; without those of `done`. Empty if there are fewer than two: one alone is not compared.
 */
export function nextCompared(drafts: readonly DraftLine[], from: string | null, done: readonly string[]): string[] {
  const at = Math.max(
    0,
    drafts.findIndex(({ path }) => path === from),
  );
  const next = [...drafts.slice(at), ...drafts.slice(0, at)]
    .filter(({ path, approval }) => approval === 'unreviewed' && !done.includes(path))
    .slice(0, MOST_COMPARED)
    .map(({ path }) => path);
  return next.length < 2 ? [] : next;
}
