import type { UsualPost } from '../../blog/judging/judgement.ts';
import type { CorpusSize } from '../events/run.ts';
import type { WrittenPost } from '../events/writing.ts';
import type { Provenance } from '../train/provenance.ts';
import type { RunPlan } from './recipe.ts';
import type { Subject } from './subject.ts';

/** What checkpoint/<run>/run.json stores so that the same command can resume the run. */
export interface RunState {
  /** Size of the text that the run learns from. */
  readonly corpus: CorpusSize;
  readonly plan: RunPlan;
  /** What its posts are usually like, for judging without them; missing in runs that wrote no posts with this version. */
  readonly usual?: UsualPost;
  /** Seconds of training, summed over all calls. */
  readonly trainedSeconds: number;
  /** What the training was made with. Missing before the first training, and in records of early versions. */
  readonly provenance?: Provenance;
  /** The result of the training; null until it is complete. */
  readonly trained: CompleteTraining | null;
  /** Output folder for the new posts. */
  readonly out: string;
  /** What the posts of this series are about. Missing in records of early versions, which had no subjects. */
  readonly subject?: Subject;
  /** Whether the series is done and was reported as done; the next call then starts another. */
  readonly complete: boolean;
  /** The posts of this series that have been written. */
  readonly written: readonly WrittenPost[];
  /** A post whose file was about to be written when the state was saved. */
  readonly pending: PendingPost | null;
  /** Number of the next text to draw. */
  readonly nextNumber: number;
}

export interface PendingPost {
  readonly post: WrittenPost;
  /** Number of the next text to draw once this post is written. */
  readonly nextNumber: number;
}

export interface CompleteTraining {
  readonly step: number;
  /** Step of the checkpoint that writes the posts. */
  readonly checkpointStep: number;
  /** Null if no posts were kept for validation. */
  readonly bestLoss: number | null;
}

/** Checks the content of a record. Throws TypeError if it is not a state. */
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
