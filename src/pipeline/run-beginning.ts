import { countWords } from '../blog/corpus/count-words.ts';
import type { Tokenizer } from '../engine/tokens/tokenizer.ts';
import type { RunRecord } from '../node/checkpoints/run-record.ts';
import { exists } from '../node/files/paths.ts';
import { baseModel, folderModel } from './base-model.ts';
import type { PostDocument } from './read-posts.ts';
import { planRun } from './run-recipe.ts';
import type { CorpusSize, RunState } from './run-state.ts';
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
 * new one; other posts mean a longer training. Throws RunRecordFault, RunLockedFault, WriteFault, and the faults of
 * `baseModel`.
 */
export async function* settleState(
  record: RunRecord<RunState>,
  documents: readonly PostDocument[],
  text: string,
  settings: RunSettings,
  root: string,
): AsyncGenerator<PostsChangedEvent | GoingOnEvent, RunState, undefined> {
  const before = await record.read();
  if (before !== null && (await record.text()) === text) {
    const state = replanned(nextSeries(await recovered(before, record), settings), settings);
    await record.write(state);
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
  record: RunRecord<RunState>,
  documents: readonly PostDocument[],
  settings: RunSettings,
  root: string,
): Promise<RunState> {
  const latest = await record.latest();
  const base =
    latest === null
      ? await baseModel(settings.model_name, root, settings.window)
      : await folderModel(latest.path, settings.run_name);
  const corpus = sizeOf(documents, base.tokenizer);
  const { n_ctx } = base.configuration;
  const circumstances = { isRandom: base.isRandom, n_ctx, stepsBefore: latest?.step ?? 0, tokens: corpus.tokens };
  return {
    corpus,
    plan: planRun(settings, circumstances),
    trainedSeconds: before?.trainedSeconds ?? 0,
    trained: null,
    out: settings.out,
    complete: false,
    written: [],
    pending: null,
    nextNumber: before?.nextNumber ?? 1,
  };
}

function sizeOf(documents: readonly PostDocument[], tokenizer: Tokenizer): CorpusSize {
  let [words, tokens] = [0, 0];
  for (const { text } of documents) {
    words += countWords(text);
    tokens += tokenizer.encode(text).length + 1;
  }
  return { posts: documents.length, words, tokens };
}

/**
 * What is true of a state on disk: a post whose file is there was written, though the process was killed before it could
 * say so; and where the checkpoint that writes is gone, the training has to name another one.
 */
async function recovered(state: RunState, record: RunRecord<RunState>): Promise<RunState> {
  const { pending, written, nextNumber, trained } = state;
  const canWrite = trained !== null && (await exists(record.checkpoint(trained.checkpointStep).path));
  const rest = { ...state, pending: null, trained: canWrite ? trained : null };
  if (pending === null || !(await exists(pending.path))) return rest;
  return { ...rest, written: [...written, pending], nextNumber: nextNumber + 1 };
}

/** Begins a new series when the last one is complete, or another folder is wanted. */
function nextSeries(state: RunState, { out }: RunSettings): RunState {
  return state.out === out && !state.complete ? state : { ...state, out, complete: false, written: [] };
}

/** What is given anew counts while the training goes on; more steps also make a complete one longer. */
function replanned(state: RunState, { steps, batch_size, window }: RunSettings): RunState {
  const { plan, trained } = state;
  if (trained !== null && (steps === null || steps <= plan.steps)) return state;
  return {
    ...state,
    trained: null,
    plan: { steps: steps ?? plan.steps, batch_size: batch_size ?? plan.batch_size, window: window ?? plan.window },
  };
}
