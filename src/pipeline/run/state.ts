import type { CorpusSize, WrittenPost } from '../events.ts';
import type { RunPlan } from './recipe.ts';

/** What the main job has to remember so that the same command goes on where it was: checkpoint/<run>/run.json. */
export interface RunState {
  /** What the run learns from. */
  readonly corpus: CorpusSize;
  readonly plan: RunPlan;
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
  readonly pending: PendingPost | null;
  /** Number of the next text to draw: earlier ones are done with. */
  readonly nextNumber: number;
}

export interface PendingPost {
  readonly post: WrittenPost;
  /** The next text to draw once it is written. */
  readonly nextNumber: number;
}

export interface CompleteTraining {
  readonly step: number;
  /** The step of the checkpoint that writes. */
  readonly checkpointStep: number;
  /** Null where nothing was kept for validation. */
  readonly bestLoss: number | null;
}

/** The state in a record; throws TypeError for anything else. */
export function parseRunState(content: unknown): RunState {
  const isCount = (of: unknown) => Number.isSafeInteger(of) && (of as number) >= 0;
  const isPost = ({ path, judgement }: WrittenPost) => typeof path === 'string' && Number.isFinite(judgement?.score);
  const { corpus, plan, nextNumber, trainedSeconds, trained, out, complete, written, pending } = content as RunState;
  const checks: Readonly<Record<string, boolean>> = {
    corpus: [corpus.posts, corpus.words, corpus.tokens].every(isCount),
    plan: isCount(plan.steps) && isCount(plan.batch_size) && ['text', 'markdown'].includes(plan.format),
    nextNumber: isCount(nextNumber),
    trainedSeconds: Number.isFinite(trainedSeconds),
    trained: trained === null || (isCount(trained.checkpointStep) && isCount(trained.step)),
    out: typeof out === 'string',
    complete: typeof complete === 'boolean',
    pending: pending === null || (isPost(pending.post) && isCount(pending.nextNumber)),
    written: Array.isArray(written) && written.every(isPost),
  };
  const wrong = Object.keys(checks).find((key) => !checks[key]);
  if (wrong !== undefined) throw new TypeError(`its "${wrong}" is unusable`);
  return content as RunState;
}
