import { useRef, useState } from 'preact/hooks';
import { messageOf } from '../core/hooks.ts';

/** Something that can be undone. */
export interface Undoable {
  /** What was done: 'Approved tea.md'. */
  readonly done: string;
  /** What it was done to: it is shown again when it is undone. */
  readonly path: string;
  readonly undo: () => Promise<unknown>;
}

/**
 * What was done on a page, the last thing first to be undone; and what went wrong. One thing is done after the other, so that
 * whoever presses keys fast loses none of them: an undo waits for what it undoes.
 */
export function useUndo(onChange: () => void) {
  const stack = useRef<Undoable[]>([]);
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
    canUndo: stack.current.length > 0,
    /** Does something; what it resolves with can be undone. */
    act: (act: () => Promise<Undoable>) =>
      attempt(async () => {
        const undoable = await act();
        stack.current.push(undoable);
        return `${undoable.done}.`;
      }),
    /** Undoes the last thing, and calls `onDone` with the path of what it was done to. */
    undo: (onDone: (path: string) => void = () => {}) =>
      attempt(async () => {
        const undoable = stack.current.at(-1);
        if (undoable === undefined) return 'There is nothing to undo.';
        await undoable.undo();
        stack.current.pop();
        onDone(undoable.path);
        return `Undone: ${undoable.done}.`;
      }),
  };
}

export type UndoList = ReturnType<typeof useUndo>;
