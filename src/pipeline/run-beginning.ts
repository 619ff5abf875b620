import { countWords } from '../blog/corpus/count-words.ts';
import { latestCheckpoint } from '../node/checkpoints/run-folder.ts';
import { exists } from '../node/files/exists.ts';
import { baseModel } from './base-model.ts';
import type { PostDocument } from './read-posts.ts';
import { lastStep } from './run-recipe.ts';
import type { CorpusSize, RunRecord, RunState } from './run-state.ts';
import type { RunSettings } from './settings/run.ts';

/** The posts are not those that the run learned from: it trains on. */
export interface PostsChangedEvent {
  readonly type: 'posts-changed';
  readonly before: number;
  readonly now: number;
}

/** The job was begun before, and goes on. */
export interface GoingOnEvent {
  readonly type: 'going-on';
  /** The training is complete. */
  readonly isTrained: boolean;
  /** Posts of the series that are written. */
  readonly written: number;
}

/**
 * What there is to do: the state in which the run was left, or that of a new one. A complete series is followed by a
 * new one; other posts mean a longer training. Throws RunStateFault, RunLockedFault, WriteFault, and the faults of
 * `baseModel`.
 */
export async function* settleState(
  record: RunRecord,
  documents: readonly PostDocument[],
  text: string,
  settings: RunSettings,
  root: string,
): AsyncGenerator<PostsChangedEvent | GoingOnEvent, RunState, undefined> {
  const before = await record.state();
  if (before !== null && (await record.text()) === text) {
    const state = withSteps(nextSeries(await recovered(before), settings), settings);
    await record.saveState(state);
    yield { type: 'going-on', isTrained: state.trained !== null, written: state.written.length };
    return state;
  }
  if (before !== null) yield { type: 'posts-changed', before: before.corpus.posts, now: documents.length };
  const state = await newState(before, record, documents, settings, root);
  await record.begin(text, state);
  return state;
}

async function newState(
  before: RunState | null,
  record: RunRecord,
  documents: readonly PostDocument[],
  settings: RunSettings,
  root: string,
): Promise<RunState> {
  const { configuration, tokenizer, isRandom } = await baseModel(settings.model_name, root, settings.window);
  let corpus: CorpusSize = { posts: documents.length, words: 0, tokens: 0 };
  for (const { text } of documents) {
    const [words, tokens] = [countWords(text), tokenizer.encode(text).length + 1];
    corpus = { ...corpus, words: corpus.words + words, tokens: corpus.tokens + tokens };
  }
  const stepsBefore = (await latestCheckpoint(record.folder))?.step ?? 0;
  const tokensPerStep = settings.batch_size * (settings.window ?? configuration.n_ctx);
  return {
    corpus,
    steps: settings.steps ?? lastStep({ isRandom, stepsBefore, tokens: corpus.tokens, tokensPerStep }),
    trainedSeconds: before?.trainedSeconds ?? 0,
    trained: null,
    out: settings.out,
    complete: false,
    written: [],
    pending: null,
    nextNumber: before?.nextNumber ?? 1,
  };
}

/** A post whose file is there was written, though the process was killed before it could say so. */
async function recovered(state: RunState): Promise<RunState> {
  const { pending, written, nextNumber } = state;
  if (pending === null || !(await exists(pending.path))) return { ...state, pending: null };
  return { ...state, written: [...written, pending], pending: null, nextNumber: nextNumber + 1 };
}

/** Begins a new series when the last one is complete, or another folder is wanted. */
function nextSeries(state: RunState, { out }: RunSettings): RunState {
  return state.out === out && !state.complete ? state : { ...state, out, complete: false, written: [] };
}

/** The number of steps may be given anew: while the training goes on, and to make a complete one longer. */
function withSteps(state: RunState, { steps }: RunSettings): RunState {
  if (steps === null || (state.trained !== null && steps <= state.steps)) return state;
  return { ...state, steps, trained: null };
}
