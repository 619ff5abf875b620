import { requireWritableFolder } from '../../node/files/expect-folder.ts';
import { runPlaces } from '../../node/models/checkpoints/checkpoint-names.ts';
import { RunFolder } from '../../node/models/checkpoints/run-folder.ts';
import type { RunRecord } from '../../node/models/checkpoints/run-record.ts';
import type { CorpusEvent, PostDocument } from '../corpus/post-events.ts';
import { readPosts } from '../corpus/read-posts.ts';
import { labelKey } from '../drafts/label-key.ts';
import { siteOfPosts } from '../drafts/site-of-posts.ts';
import { takenSlugs } from '../drafts/taken-slugs.ts';
import { timeZoneOf } from '../drafts/time-zone.ts';
import { type PostEvent, writePosts } from '../drafts/write-posts.ts';
import { openMeter, type UnmeasuredEvent } from '../judge/measure-perplexity.ts';
import type { DeviceEvent } from '../models/open-device.ts';
import { openFolder, type Writer } from '../models/open-writer.ts';
import { withDownload } from '../models/with-download.ts';
import type { CommandSurroundings } from '../project.ts';
import { type RunGiven, type RunSettings, runSettings } from '../settings/run.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { checkRunName } from '../train/check-run-name.ts';
import { type TrainSurroundings, train } from '../train/train.ts';
import type { TrainEvent } from '../train/training-events.ts';
import { defaultBestOf, trainingRecipe } from './recipe.ts';
import { findRunContext, type GoingOnEvent, type PostsChangedEvent, resumeOrBegin } from './resume.ts';
import type { CorpusSize, RunState, WrittenPost } from './state.ts';

export type RunEvent =
  | CorpusEvent
  | PostsReadEvent
  | PostsChangedEvent
  | GoingOnEvent
  | TrainEvent
  | DeviceEvent
  | UnmeasuredEvent
  | PostEvent
  /** Stopped on the way; the same command goes on from here. */
  | { readonly type: 'run-interrupted'; readonly written: number; readonly count: number }
  | RunFinishedEvent;

/** All posts are read; comes once, before the training. */
export interface PostsReadEvent {
  readonly type: 'posts-read';
  readonly corpus: CorpusSize;
}

/** All that was asked for is there. */
export interface RunFinishedEvent {
  readonly type: 'run-finished';
  readonly corpus: CorpusSize;
  /** Updates in all, the seconds they took in all starts together, and the lowest validation loss. */
  readonly training: { readonly steps: number; readonly seconds: number; readonly bestLoss: number | null };
  readonly posts: readonly WrittenPost[];
  readonly out: string;
}

/** The signal lets the step that runs finish, saves, and ends the job. */
export interface RunSurroundings extends CommandSurroundings {
  /** Seconds since any fixed moment. */
  readonly clock?: () => number;
  /** The date of the new posts. */
  readonly now?: () => Date;
}

/**
 * The main job: reads posts, trains on them until it stops by itself, and writes new ones. Stopped at any moment, and
 * by anything, the same call goes on where it was: what it has done lies in checkpoint/<run>/. Called again when all is
 * done, it writes another series. When the posts have changed since, it trains on. Throws SettingFault, WriteFault where
 * nothing can be written, LockedFault while another process works in the same folder, RunRecordFault, NoDraftFault, and the faults of `readPosts`, `train` and `writePosts`.
 */
export async function* run(
  given: RunGiven,
  { signal, root = '.', clock = () => performance.now() / 1000, now = () => new Date() }: RunSurroundings = {},
): AsyncGenerator<RunEvent, void, undefined> {
  const settings = checkSettings(runSettings, given);
  checkRunName(settings.run_name);
  labelKey(settings.label);
  timeZoneOf(settings.timezone);
  await requireWritableFolder(settings.out);
  // From before its record is read to after it was written last, nobody else may train or write here.
  const folder = await RunFolder.open(runPlaces(root, settings.run_name).checkpoints);
  try {
    yield* runIn(folder, settings, { signal, root, clock, now });
  } finally {
    await folder.close();
  }
}

async function* runIn(
  folder: RunFolder,
  settings: RunSettings,
  surroundings: Required<Pick<RunSurroundings, 'root' | 'clock' | 'now'>> & Pick<RunSurroundings, 'signal'>,
): AsyncGenerator<RunEvent, void, undefined> {
  const { signal, root, clock, now } = surroundings;
  const beginning = yield* withDownload(() => findRunContext(settings, root), { yes: settings.yes, root, signal });
  const { record, format } = beginning;
  const documents = yield* readDocuments(settings, format, signal);
  let state = yield* resumeOrBegin(beginning, documents, settings);
  yield { type: 'posts-read', corpus: state.corpus };
  if (state.trained === null) {
    state = yield* trainToTheEnd(record, state, settings, { signal, root, clock, folder });
  }
  if (state.trained !== null)
    state = yield* writeTheRest(record, state, documents, settings, { signal, root, date: now() });
  const { corpus, trainedSeconds, trained, written: posts, out } = state;
  if (trained === null || posts.length < settings.count) {
    return yield { type: 'run-interrupted', written: posts.length, count: settings.count };
  }
  await record.write({ ...state, complete: true });
  const training = { steps: trained.step, seconds: trainedSeconds, bestLoss: trained.bestLoss };
  yield { type: 'run-finished', corpus, training, posts, out };
}

async function* readDocuments(
  settings: RunSettings,
  format: 'text' | 'markdown',
  signal: AbortSignal | undefined,
): AsyncGenerator<CorpusEvent, PostDocument[], undefined> {
  const documents: PostDocument[] = [];
  for await (const event of readPosts(settings.posts, { ...settings, format, signal })) {
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
  surroundings: Required<Pick<TrainSurroundings, 'root' | 'clock' | 'folder'>> & Pick<TrainSurroundings, 'signal'>,
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
  { signal, root, date }: { readonly signal: AbortSignal | undefined; readonly root: string; readonly date: Date },
): AsyncGenerator<PostEvent | DeviceEvent | UnmeasuredEvent, RunState, undefined> {
  let state = before;
  const count = settings.count - state.written.length;
  if (count <= 0) return state;
  const { length, seed, out, max_copied } = settings;
  const firstNumber = state.nextNumber;
  const takenTitles = state.written.map(({ title }) => title);
  const texts = { count, firstNumber, length, seed, sampling: settings, signal };
  const [site, label] = [await siteOfPosts(settings.posts, settings.site), labelKey(settings.label)];
  const taken = { takenTitles, takenSlugs: await takenSlugs([...settings.posts, out]) };
  const dated = { date, timeZone: timeZoneOf(settings.timezone) };
  const request = { ...texts, ...taken, ...dated, max_copied, documents, site, label, out };
  let writer: Writer | null = null;
  try {
    const checkpoint = record.checkpoint(state.trained!.checkpointStep);
    writer = yield* openFolder(checkpoint, settings);
    const meter = yield* openMeter(writer.model.device, { after: checkpoint.path, root });
    const perplexityOf = meter === null ? null : (body: string) => meter.of(body);
    const best_of = settings.best_of ?? defaultBestOf(writer.model.shape);
    for await (const event of writePosts(writer, { ...request, best_of, perplexityOf })) {
      if (event.type !== 'text-grew') {
        state = stateAfter(state, event);
        await record.write(state);
      }
      yield event;
    }
  } catch (fault) {
    if (!signal?.aborted || fault !== signal.reason) throw fault;
  } finally {
    await writer?.close();
  }
  return state;
}

/** What there is to remember after an event. */
function stateAfter(state: RunState, event: Exclude<PostEvent, { type: 'text-grew' }>): RunState {
  const { nextNumber } = event;
  // Until the file is there, the same texts are looked at again.
  if (event.type === 'post-drafted') return { ...state, pending: { post: event.post, nextNumber } };
  if (event.type !== 'post-written') return { ...state, nextNumber };
  return { ...state, nextNumber, pending: null, written: [...state.written, event.post] };
}
