/** Something that can be undone, as data, so that it outlives the page. */
export type Undoable = WrittenDraft | DiscardedDraft | PickedDraft;

interface Done {
  /** What was done: 'Approved tea.md'. */
  readonly done: string;
  /** What it was done to: it is shown again when it is undone. */
  readonly path: string;
}

/** A draft's file was replaced: undoing it writes `before`, if the file still is `after`. */
export interface WrittenDraft extends Done {
  readonly kind: 'written';
  readonly before: string;
  readonly after: string;
}

/** A draft was moved to the trash of the queue, where it is at `trash`. */
export interface DiscardedDraft extends Done {
  readonly kind: 'discarded';
  readonly trash: string;
}

/** One of several drafts was picked: undoing it undoes what was written to each. `path` is that of the picked one. */
export interface PickedDraft extends Done {
  readonly kind: 'picked';
  readonly steps: readonly WrittenDraft[];
}

/** What the browser keeps for a tab: `sessionStorage`. */
export interface KeptTexts {
  getItem(key: string): string | null;
  /** Throws if there is no room. */
  setItem(key: string, value: string): void;
}

/** Steps that are kept; older ones are forgotten. */
const MOST_STEPS = 200;

/**
 * What can be undone in a folder, the latest last. It is kept in the browser tab, so a reload or another page loses none of it;
 * each file is compared before it is written, so an old step does no harm.
 */
export class UndoStack {
  readonly #storage: KeptTexts;
  readonly #key: string;
  #steps: readonly Undoable[];

  /** `folder`: of the project. Another studio may have had the same address. */
  constructor(storage: KeptTexts, folder: string) {
    this.#storage = storage;
    this.#key = `tpdne-undo ${folder}`;
    this.#steps = stepsIn(storage.getItem(this.#key));
  }

  get last(): Undoable | null {
    return this.#steps.at(-1) ?? null;
  }

  push(step: Undoable): void {
    this.#keep([...this.#steps, step].slice(-MOST_STEPS));
  }

  pop(): void {
    this.#keep(this.#steps.slice(0, -1));
  }

  #keep(steps: readonly Undoable[]): void {
    this.#steps = steps;
    // A browser keeps a few megabytes for each site: the oldest steps make room.
    for (let kept = steps; ; kept = kept.slice(Math.ceil(kept.length / 2))) {
      try {
        this.#storage.setItem(this.#key, JSON.stringify(kept));
        return;
      } catch {
        if (kept.length === 0) return;
      }
    }
  }
}

function stepsIn(json: string | null): Undoable[] {
  try {
    const steps: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(steps) ? steps.filter(isStep) : [];
  } catch {
    return [];
  }
}

/** What an earlier version of the page has kept may look otherwise. */
function isStep(value: unknown): value is Undoable {
  if (typeof value !== 'object' || value === null) return false;
  const step = value as Record<string, unknown>;
  if (!hasTexts(step, ['done', 'path'])) return false;
  if (step.kind === 'written') return hasTexts(step, ['before', 'after']);
  if (step.kind === 'discarded') return hasTexts(step, ['trash']);
  return step.kind === 'picked' && Array.isArray(step.steps) && step.steps.every(isStep);
}

function hasTexts(step: Record<string, unknown>, names: readonly string[]): boolean {
  return names.every((name) => typeof step[name] === 'string');
}
