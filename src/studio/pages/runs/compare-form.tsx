import { Term } from '../parts/term.tsx';

/** What both models are asked for. */
export interface Task {
  readonly prompt: string;
  readonly seed: number;
  /** In tokens. */
  readonly length: number;
}

export const USUAL_TASK: Task = { prompt: '', seed: 1, length: 150 };

export interface CompareFormProps {
  readonly task: Task;
  readonly onTask: (task: Task) => void;
  readonly onWrite: () => void;
  /** Null while nothing is written. */
  readonly onStop: (() => void) | null;
}

/** The beginning, the seed and the length, which are the same for both models. */
export function CompareForm({ task, onTask, onWrite, onStop }: CompareFormProps) {
  const number = (text: string, least: number) => Math.max(least, Math.floor(Number(text)) || least);
  return (
    <form
      class="card compare-form"
      onSubmit={(event) => {
        event.preventDefault();
        onWrite();
      }}
    >
      <div class="field compare-prompt">
        <label for="compare-prompt">How the text begins</label>
        <textarea
          id="compare-prompt"
          rows={2}
          value={task.prompt}
          placeholder="Empty: the start of a post"
          onInput={({ currentTarget }) => onTask({ ...task, prompt: currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for="compare-seed">Seed</label>
        <input
          id="compare-seed"
          type="number"
          min={0}
          value={task.seed}
          onInput={({ currentTarget }) => onTask({ ...task, seed: number(currentTarget.value, 0) })}
        />
      </div>
      <div class="field">
        <label for="compare-length">Tokens at most</label>
        <input
          id="compare-length"
          type="number"
          min={1}
          value={task.length}
          onInput={({ currentTarget }) => onTask({ ...task, length: number(currentTarget.value, 1) })}
        />
      </div>
      <div class="compare-go">
        <button type="submit" class="primary" disabled={onStop !== null}>
          Write both
        </button>
        {onStop !== null && (
          <button type="button" onClick={onStop}>
            Stop
          </button>
        )}
        <p class="small">
          The same <Term name="seed" /> draws the same chance, so that only the model differs.
        </p>
      </div>
    </form>
  );
}
