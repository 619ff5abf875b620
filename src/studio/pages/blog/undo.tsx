import { useState } from 'preact/hooks';
import { Problem } from '../parts/problem.tsx';
import type { Exclude } from './use-exclude.ts';

/** What was done last, and a button that undoes it. */
export function Undo({ exclude: { problem, done, steps, undo } }: { readonly exclude: Exclude }) {
  const [closedAt, setClosedAt] = useState(0);
  return (
    <>
      <Problem text={problem} />
      <div class="undo" role="status">
        {done !== null && steps !== closedAt && (
          <>
            <span>{done}</span>
            <button type="button" class="quiet" onClick={undo}>
              Undo
            </button>
            <button type="button" class="quiet" onClick={() => setClosedAt(steps)}>
              Close
            </button>
          </>
        )}
      </div>
    </>
  );
}
