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

/** What was done on a page, the last thing first to be undone; and what went wrong. */
export function useUndo(onChange: () => void) {
  const stack = useRef<Undoable[]>([]);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const attempt = (act: () => Promise<string>) => {
    setBusy(true);
    setProblem(null);
    act()
      .then(setSaid, (error: unknown) => setProblem(messageOf(error)))
      .finally(() => {
        setBusy(false);
        onChange();
      });
  };
  return {
    said,
    problem,
    isBusy,
    canUndo: stack.current.length > 0,
    /** Does something; what it resolves with can be undone. */
    act: (act: () => Promise<Undoable>) =>
      attempt(async () => {
        const undoable = await act();
        stack.current.push(undoable);
        return `${undoable.done}.`;
      }),
    /** Undoes the last thing; returns the path of what it was done to, or null. */
    undo: (): string | null => {
      const last = stack.current.at(-1);
      if (last === undefined) {
        setSaid('There is nothing to undo.');
        return null;
      }
      attempt(async () => {
        await last.undo();
        stack.current.pop();
        return `Undone: ${last.done}.`;
      });
      return last.path;
    },
  };
}

export type UndoList = ReturnType<typeof useUndo>;
