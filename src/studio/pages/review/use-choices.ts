import { useRef } from 'preact/hooks';
import type { DraftLine, QueueListing } from '../../review-protocol.ts';
import { address } from '../core/router.ts';
import { type ComparedPaths, compareRoute, nextCompared } from './compared-paths.ts';
import { decide, discard, pick } from './decisions.ts';
import type { Undoable } from './undo-stack.ts';
import type { UndoList } from './use-undo.ts';

/** What can be done with drafts that are compared. `lines`: those of them that are in the queue. */
export function useChoices(
  { paths, isSeries }: ComparedPaths,
  lines: readonly DraftLine[],
  { drafts }: QueueListing,
  undo: UndoList,
) {
  // The list learns of a decision a moment later.
  const decided = useRef<readonly string[]>([]);
  const next = isSeries ? nextCompared(drafts, paths.at(-1) ?? null, [...paths, ...decided.current]) : [];
  const compare = (others: readonly string[]) =>
    location.replace(address('review', ...compareRoute({ paths: others, isSeries })));
  const show = (path: string | undefined) => location.replace(address('review', path === undefined ? [] : [path]));
  return {
    approve: ({ path }: DraftLine) => undo.act(() => decide('approve', path)),
    hold: ({ path }: DraftLine) => undo.act(() => decide('hold', path)),
    /** Approves one, holds the others back, and goes on to the next ones of a series. */
    pick: ({ path }: DraftLine) => {
      if (lines.length < 2) return;
      const all = lines.map((line) => line.path);
      decided.current = [...decided.current, ...all];
      undo.act(() => pick(path, all));
      if (next.length > 0) compare(next);
      else show(isSeries ? undefined : path);
    },
    remove: ({ path }: DraftLine) => {
      undo.act(() => discard(path));
      const left = paths.filter((each) => each !== path);
      if (left.length > 1) compare(left);
      else show(left[0]);
    },
    /** Null if there are no others to compare. */
    skip: next.length > 0 ? () => compare(next) : null,
    /** A choice that is undone is shown again. */
    undo: () =>
      undo.undo((step: Undoable) => {
        if (step.kind !== 'picked') return;
        const undone = step.steps.map(({ path }) => path);
        decided.current = decided.current.filter((path) => !undone.includes(path));
        compare(undone);
      }),
  };
}
