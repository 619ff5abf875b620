import { useMemo, useRef, useState } from 'preact/hooks';
import { ApiError } from '../core/api.ts';
import { messageOf } from '../core/hooks.ts';
import { undo } from './decisions.ts';
import { type Undoable, UndoStack } from './undo-stack.ts';

/** Refusals that stay: the draft is not what it was, so this step can never be undone. */
const FOR_GOOD: ReadonlySet<string> = new Set(['draft-changed', 'not-a-draft']);

/**
 * What was done in a folder, the last thing first to be undone; and what went wrong. One thing is done after the other, so that
 * whoever presses keys fast loses none of them: an undo waits for what it undoes.
 */
export function useUndo(folder: string, onChange: () => void) {
  const stack = useMemo(() => new UndoStack(sessionStorage, folder), [folder]);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const last = useRef<Promise<void>>(Promise.resolve());
  const [waiting, setWaiting] = useState(0);
  const attempt = (act: () => Promise<string>) => {
    setWaiting((count) => count + 1);
    last.current = last.current
      .then(() => {
        setProblem(null);
        return act();
      })
      .then(setSaid, (error: unknown) => setProblem(messageOf(error)))
      .finally(() => {
        setWaiting((count) => count - 1);
        onChange();
      });
  };
  return {
    said,
    problem,
    isBusy: waiting > 0,
    /** What an undo would undo; null if there is nothing. */
    next: stack.last?.done ?? null,
    /** Does something; what it resolves with can be undone. */
    act: (act: () => Promise<Undoable>) =>
      attempt(async () => {
        const step = await act();
        stack.push(step);
        return `${step.done}.`;
      }),
    /** Undoes the last thing, and calls `onDone` with it. */
    undo: (onDone: (step: Undoable) => void = () => {}) =>
      attempt(async () => {
        const step = stack.last;
        if (step === null) return 'There is nothing to undo.';
        try {
          await undo(step);
        } catch (error) {
          // It would keep everything before it from being undone.
          if (error instanceof ApiError && FOR_GOOD.has(error.code)) stack.pop();
          throw error;
        }
        stack.pop();
        onDone(step);
        return `Undone: ${step.done}.`;
      }),
  };
}

export type UndoList = ReturnType<typeof useUndo>;
