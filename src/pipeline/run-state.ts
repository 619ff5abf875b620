import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.ts';
import { RunFolder } from '../node/checkpoints/run-folder.ts';
import { writeText } from '../node/files/write-text.ts';

/** What the main job has to remember so that the same command goes on where it was: checkpoint/<run>/run.json. */
export interface RunState {
  /** What the run learns from. */
  readonly corpus: CorpusSize;
  /** The step at which the training on these posts is complete. */
  readonly steps: number;
  /** Seconds of training so far, in all starts together. */
  readonly trainedSeconds: number;
  /** What came of the training; null until it is complete. */
  readonly trained: CompleteTraining | null;
  /** Folder of the new posts. */
  readonly out: string;
  /** All that was asked for is done, and was said: the next call begins another series. */
  readonly complete: boolean;
  /** The posts of this series so far. */
  readonly written: readonly WrittenPost[];
  /** A post whose file was about to be written. */
  readonly pending: WrittenPost | null;
  /** Number of the next text to draw: earlier ones became posts, or none. */
  readonly nextNumber: number;
}

export interface CorpusSize {
  readonly posts: number;
  readonly words: number;
  readonly tokens: number;
}

export interface CompleteTraining {
  /** The checkpoint that writes: name of its folder. */
  readonly checkpoint: string;
  readonly step: number;
  /** Null where nothing was kept for validation. */
  readonly bestLoss: number | null;
}

/** A new post in its place. */
export interface WrittenPost {
  readonly path: string;
  readonly title: string;
  readonly words: number;
  /** The longest run of words that it has in common with one of the posts, and which. */
  readonly shared: { readonly words: number; readonly passage: string; readonly source: string | null };
}

/** run.json is there and cannot be what the main job wrote. */
export class RunStateFault extends Fault {}

const STATE = 'run.json';
/** What the run learns from, as `tpdne prepare` writes it. */
const TEXT = 'training.txt';

/** The folder of a run as the main job uses it, besides the checkpoints that the training keeps there. */
export class RunRecord {
  readonly folder: string;
  readonly textPath: string;
  readonly #statePath: string;

  /** `folder` is checkpoint/<run>. */
  constructor(folder: string) {
    this.folder = folder;
    this.textPath = join(folder, TEXT);
    this.#statePath = join(folder, STATE);
  }

  /** The text that the run has learned from; null when there is none yet. */
  text(): Promise<string | null> {
    return readIfThere(this.textPath);
  }

  /** Null when the run has not been begun by the main job. Throws RunStateFault. */
  async state(): Promise<RunState | null> {
    const json = await readIfThere(this.#statePath);
    if (json === null) return null;
    try {
      return checkedState(JSON.parse(json));
    } catch (cause) {
      throw new RunStateFault(
        `${this.#statePath} is damaged (${(cause as Error).message}). Delete it: the training goes on from its last ` +
          'checkpoint, and posts that are written stay.',
        { cause },
      );
    }
  }

  /** Throws WriteFault. */
  saveState(state: RunState): Promise<void> {
    return writeText(this.#statePath, `${JSON.stringify(state, null, 2)}\n`);
  }

  /**
   * Begins a training: the text it learns from, and the state. Throws WriteFault, and RunLockedFault while another
   * process trains in this folder.
   */
  async begin(text: string, state: RunState): Promise<void> {
    const lock = await RunFolder.open(this.folder);
    try {
      await writeText(this.textPath, text);
      await this.saveState(state);
    } finally {
      await lock.close();
    }
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function checkedState(value: RunState): RunState {
  const isCount = (of: unknown) => Number.isSafeInteger(of) && (of as number) >= 0;
  const { corpus, steps, nextNumber, trainedSeconds, trained, out, complete, written } = value;
  const checks: Readonly<Record<string, boolean>> = {
    corpus: [corpus.posts, corpus.words, corpus.tokens].every(isCount),
    steps: isCount(steps),
    nextNumber: isCount(nextNumber),
    trainedSeconds: Number.isFinite(trainedSeconds),
    trained: trained === null || (typeof trained.checkpoint === 'string' && isCount(trained.step)),
    out: typeof out === 'string',
    complete: typeof complete === 'boolean',
    written: Array.isArray(written) && written.every(({ path }) => typeof path === 'string'),
  };
  const wrong = Object.keys(checks).find((key) => !checks[key]);
  if (wrong !== undefined) throw new TypeError(`its "${wrong}" is unusable`);
  return value;
}
