import { useState } from 'preact/hooks';
import { ApiError } from '../core/api.ts';
import { messageOf } from '../core/hooks.ts';
import { postName } from '../core/words.ts';
import { Dialog } from '../parts/dialog.tsx';
import { hunksBetween } from '../parts/diff-lines.ts';
import { DiffView } from '../parts/diff-view.tsx';
import { Problem } from '../parts/problem.tsx';
import { loadDraft } from './decisions.ts';

export interface SaveDialogProps {
  readonly path: string;
  readonly text: string;
  /** The file when the editing began. */
  readonly was: string;
  readonly onSave: (text: string, was: string) => Promise<void>;
  /** The person prefers what is in the file by now. */
  readonly onTheirs: (theirs: string) => void;
  readonly onClose: () => void;
}

/** What would be written, as a difference, before it is; and both versions if the file was changed meanwhile. */
export function SaveDialog({ path, text, was, onSave, onTheirs, onClose }: SaveDialogProps) {
  const [theirs, setTheirs] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const save = async (before: string) => {
    setBusy(true);
    setProblem(null);
    try {
      await onSave(text, before);
    } catch (error) {
      const isChanged = error instanceof ApiError && error.code === 'draft-changed';
      if (isChanged) setTheirs((await loadDraft(path)).text);
      else setProblem(messageOf(error));
    }
    setBusy(false);
  };
  return (
    <Dialog title={theirs === null ? `Save ${postName(path)}?` : 'It was changed meanwhile'} onClose={onClose}>
      <Problem text={problem} />
      {theirs === null ? (
        <>
          <DiffView hunks={hunksBetween(was, text)} label="What would be written" />
          <div class="buttons">
            <button type="button" class="primary" disabled={isBusy} onClick={() => void save(was)}>
              Save
            </button>
            <button type="button" onClick={onClose}>
              Go on editing
            </button>
          </div>
        </>
      ) : (
        <>
          <p>
            Somebody, or another program, has written {path} since you opened it. Nothing was saved; this is what your
            text would change in theirs:
          </p>
          <DiffView hunks={hunksBetween(theirs, text)} label="From their text to yours" />
          <div class="buttons">
            <button type="button" class="primary" disabled={isBusy} onClick={() => void save(theirs)}>
              Save mine over theirs
            </button>
            <button type="button" disabled={isBusy} onClick={() => onTheirs(theirs)}>
              Take theirs
            </button>
            <button type="button" onClick={onClose}>
              Go on editing
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
