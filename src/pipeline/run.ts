import type { RunRecord } from '../node/checkpoints/run-record.ts';
import { checkRunName } from './check-run-name.ts';
import { labelKey } from './label-key.ts';
import type { DeviceEvent } from './open-device.ts';
import { openFolder, type Writer } from './open-writer.ts';
import type { DocumentEvent, PostDocument, ReadPostsEvent } from './post-events.ts';
import { readPosts } from './read-posts.ts';
import { findBeginning, type GoingOnEvent, type PostsChangedEvent, settleState } from './run-beginning.ts';
import { trainingRecipe } from './run-recipe.ts';
import type { CorpusSize, RunState, WrittenPost } from './run-state.ts';
import { type RunGiven, type RunSettings, runSettings } from './settings/run.ts';
import { checkSettings } from './settings.ts';
import { siteOfPosts } from './site-of-posts.ts';
import { takenSlugs } from './taken-slugs.ts';
import { train } from './train.ts';
import type { TrainEvent } from './training-events.ts';
import { type PostEvent, writePosts } from './write-posts.ts';

export type RunEvent =
  | Exclude<ReadPostsEvent, DocumentEvent>
  | PostsChangedEvent
  | GoingOnEvent
  | TrainEvent
  | DeviceEvent
  | PostEvent
  /** Stopped on the way; the same command goes on from here. */
  | { readonly type: 'run-interrupted'; readonly written: number; readonly count: number }
  | RunFinishedEvent;

/** All that was asked for is there. */
export interface RunFinishedEvent {
  readonly type: 'run-finished';
  readonly corpus: CorpusSize;
  /** Updates in all, the seconds they took in all starts together, and the lowest validation loss. */
  readonly training: { readonly steps: number; readonly seconds: number; readonly bestLoss: number | null };
  readonly posts: readonly WrittenPost[];
  readonly out: string;
}

export interface RunSurroundings {
  /** Finishes the step that runs, saves, and ends the job. */
  readonly signal?: AbortSignal | undefined;
  /** The folder of models/ and checkpoint/; the current one by default. */
  readonly root?: string;
  /** Seconds since any fixed moment. */
  readonly clock?: () => number;
  /** The date of the new posts. */
  readonly now?: () => Date;
}

/**
 * The main job: reads posts, trains on them until it stops by itself, and writes new ones. Stopped at any moment, and
 * by anything, the same call goes on where it was: what it has done lies in checkpoint/<run>/. Called again when all is
 * done, it writes another series. When the posts have changed since, it trains on. Throws SettingFault, RunRecordFault,
 * NoDraftFault, and the faults of `readPosts`, `train` and `writePosts`.
 */
export async function* run(
  given: RunGiven,
  { signal, root = '.', clock = () => performance.now() / 1000, now = () => new Date() }: RunSurroundings = {},
): AsyncGenerator<RunEvent, void, undefined> {
  const settings = checkSettings(runSettings, given);
  checkRunName(settings.run_name);
  labelKey(settings.label);
  const beginning = await findBeginning(settings, root);
  const { record, format } = beginning;
  const documents = yield* readDocuments(settings, format, signal);
  let state = yield* settleState(beginning, documents, settings);
  if (state.trained === null) {
    state = yield* trainToTheEnd(record, state, settings, { signal, root, clock });
  }
  if (state.trained !== null) state = yield* writeTheRest(record, state, documents, settings, now(), signal);
  const { corpus, trainedSeconds, trained, written: posts, out } = state;
  if (trained === null || posts.length < settings.count) {
    return yield { type: 'run-interrupted', written: posts.length, count: settings.count };
  }
  await record.write({ ...state, complete: true });
  const training = { steps: trained.step, seconds: trainedSeconds, bestLoss: trained.bestLoss };
  yield { type: 'run-finished', corpus, training, posts, out };
}

async function* readDocuments(
  { posts, drafts, label, encoding, site }: RunSettings,
  format: 'text' | 'markdown',
  signal: AbortSignal | undefined,
): AsyncGenerator<Exclude<ReadPostsEvent, DocumentEvent>, PostDocument[], undefined> {
  const documents: PostDocument[] = [];
  for await (const event of readPosts(posts, { format, drafts, label, encoding, site, signal })) {
    if (event.type === 'document') documents.push({ post: event.post, text: event.text });
    else yield event;
  }
  return documents;
}

/** Trains, and keeps what came of it; an interrupted training leaves `trained` null. */
async function* trainToTheEnd(
  record: RunRecord<RunState>,
  state: RunState,
  settings: RunSettings,
  surroundings: { readonly signal: AbortSignal | undefined; readonly root: string; readonly clock: () => number },
): AsyncGenerator<TrainEvent, RunState, undefined> {
  const { model_name, run_name, seed, device, threads, precision } = settings;
  const machine = { device, threads, precision };
  const given = { model_name, run_name, seed, ...machine, dataset: record.textPath };
  const start = surroundings.clock();
  const { best, latest, step, bestLoss, reason } = yield* train(
    { ...trainingRecipe(state.plan, state.corpus.posts), ...given },
    surroundings,
  );
  const writer = best ?? latest;
  const isComplete = reason !== 'interrupted' && writer !== null;
  const after = {
    ...state,
    trainedSeconds: state.trainedSeconds + surroundings.clock() - start,
    trained: isComplete ? { step, checkpointStep: writer.step, bestLoss } : null,
  };
  await record.write(after);
  return after;
}

/** Writes the posts that are still missing; fewer when it is interrupted. */
async function* writeTheRest(
  record: RunRecord<RunState>,
  before: RunState,
  documents: readonly PostDocument[],
  settings: RunSettings,
  date: Date,
  signal: AbortSignal | undefined,
): AsyncGenerator<PostEvent | DeviceEvent, RunState, undefined> {
  let state = before;
  const count = settings.count - state.written.length;
  if (count <= 0) return state;
  const { length, seed, out } = settings;
  const firstNumber = state.nextNumber;
  const takenTitles = state.written.map(({ title }) => title);
  const texts = { count, firstNumber, length, seed, sampling: settings, signal };
  const [site, label] = [await siteOfPosts(settings.posts, settings.site), labelKey(settings.label)];
  const taken = { takenTitles, takenSlugs: await takenSlugs([...settings.posts, out]) };
  const request = { ...texts, ...taken, documents, site, label, out, date };
  const lock = await record.lock();
  let writer: Writer | null = null;
  try {
    writer = yield* openFolder(record.checkpoint(state.trained!.checkpointStep), settings);
    for await (const event of writePosts(writer, request)) {
      if (event.type === 'text-rejected') state = { ...state, nextNumber: event.number + 1 };
      if (event.type === 'post-drafted') state = { ...state, pending: event.post };
      if (event.type === 'post-written') {
        state = { ...state, written: [...state.written, event.post], pending: null, nextNumber: event.number + 1 };
      }
      if (event.type !== 'text-grew') await record.write(state);
      yield event;
    }
  } catch (fault) {
    if (!signal?.aborted || fault !== signal.reason) throw fault;
  } finally {
    await writer?.close();
    await lock.close();
  }
  return state;
}
