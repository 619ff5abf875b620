import type { GivenParts } from '../../blog/corpus/form-parts.ts';
import { scoreText } from '../../blog/judging/judgement.ts';
import { AdaptedModel } from '../../engine/models/adapters/adapted-model.ts';
import { PackedModel, type TrainableModel } from '../../engine/models/language-model.ts';
import type { LanguageModel } from '../../engine/models/model.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { PostDocument } from '../corpus/documents.ts';
import { openBlog } from '../drafts/blog.ts';
import type { Drawing } from '../drafts/drawing.ts';
import { judgeOf } from '../drafts/judging.ts';
import { labelKey } from '../drafts/label-key.ts';
import { samplingOf } from '../drafts/sampling-of.ts';
import { timeZoneOf } from '../drafts/time-zone.ts';
import { draftTexts, writePosts } from '../drafts/write-posts.ts';
import type { NoticeEvent } from '../events/training.ts';
import type { ModelsUnavailableEvent, PostEvent, WrittenPost } from '../events/writing.ts';
import { openMeter } from '../judge/bits-per-byte-meter.ts';
import { writeReaderTexts } from '../judge/reader-texts.ts';
import { loadModel } from '../models/load-model.ts';
import type { WriteTexts } from '../ranks/messages.ts';
import { RankStoppedFault, SharedTexts } from '../ranks/shared-texts.ts';
import { postsToWrite, type RunSettings } from '../settings/run.ts';
import { USUAL_MIN_SCORE } from '../settings/shared.ts';
import { missingHeadings } from './missing-headings.ts';
import type { OpenRun } from './open-run.ts';
import { defaultBestOf } from './recipe.ts';
import type { RunState } from './state.ts';
import { partsOf } from './subject.ts';

/** Writes the missing posts; fewer if interrupted. `trained` is the model, if it is still in memory. */
export async function* writeRemainingPosts(
  before: RunState,
  trained: TrainableModel | AdaptedModel | null,
  { project, settings, subject, context, corpus, device }: OpenRun,
): AsyncGenerator<PostEvent | ModelsUnavailableEvent | NoticeEvent, RunState, undefined> {
  let state = before;
  const count = postsToWrite(settings);
  if (state.written.length >= count) return state;
  const { record, base } = context;
  const { documents } = corpus;
  const { out, max_copied } = settings;
  const min_score = settings.min_score ?? USUAL_MIN_SCORE;
  const checkpoint = record.checkpoint(state.trained!.checkpointStep);
  const date = project.now();
  const takenTitles = state.written.map(({ title }) => title);
  const blog = await openBlog(project, documents, settings, {
    takenTitles,
    date,
    timeZone: timeZoneOf(settings.timezone),
  });
  for (const text of blog.covers.notices) yield { type: 'notice', text };
  let texts: SharedTexts<GivenParts> | null = null;
  try {
    const loaded = trained ?? (await loadModel(project, device.device, checkpoint.path, 'bfloat16')).model;
    const after = { model: loaded, tokenizer: base.tokenizer };
    const meter = yield* openMeter(project, device.device, checkpoint.path, after);
    const bitsPerByteOf = meter === null ? null : (text: string) => meter.of(text);
    const { write, model } = runTexts(loaded, base.tokenizer, documents, settings);
    const best_of = settings.best_of ?? defaultBestOf(model.shape);
    const drawing = { ...drawingOf(settings), best_of, min_score };
    const { judge, texts: reference } = judgeOf(documents);
    const judging = { judge, max_copied, bitsPerByteOf };
    await writeReaderTexts(project.files, record.readerTextsPath, reference);
    state = { ...state, usual: judge.usual };
    const place = { out, date, label: labelKey(settings.label) };
    texts = new SharedTexts(project, write);
    const writer = { texts, tokenizer: base.tokenizer };
    if (subject.points.length > 0 && state.plan.outlines !== true) yield UNSEEN_OUTLINES;
    while (state.written.length < count) {
      const given = partsOf(subject, state.written.length);
      if (given.title !== null && blog.titles.has(given.title.toLowerCase())) yield sameTitle(given.title);
      // Each title begins texts of its own; without titles, one series of texts becomes all posts.
      const part = {
        given,
        count: given.title === null ? count - state.written.length : 1,
        firstNumber: state.nextNumber,
      };
      for await (const event of writePosts(project, writer, blog, { ...drawing, ...part }, judging, place)) {
        if (event.type !== 'text-grew') {
          state = stateAfter(state, event);
          await record.write(state);
        }
        yield event;
        if (event.type !== 'post-written') continue;
        if (event.post.judgement.score < min_score) yield lowScore(event.post, min_score);
        const missing = await missingHeadings(project.files, event.post, given.headings, settings.length);
        if (missing !== null) yield missing;
      }
    }
  } catch (fault) {
    if (fault instanceof RankStoppedFault) yield { type: 'notice', text: fault.message };
    else if (!project.signal?.aborted || fault !== project.signal.reason) throw fault;
  } finally {
    await texts?.close();
  }
  return state;
}

/** How the model of a run writes texts; all ranks of a job write the same. */
export function runTexts(
  loaded: TrainableModel | AdaptedModel,
  tokenizer: Tokenizer,
  documents: readonly PostDocument[],
  settings: RunSettings,
): { readonly model: LanguageModel; readonly write: WriteTexts<GivenParts> } {
  const model = loaded instanceof AdaptedModel ? loaded : new PackedModel(loaded, 'bfloat16');
  return { model, write: draftTexts({ model, tokenizer }, documents, drawingOf(settings)) };
}

function drawingOf(settings: RunSettings): Pick<Drawing, 'seed' | 'sampling' | 'length'> {
  return { seed: settings.seed, sampling: samplingOf(settings), length: settings.length };
}

const UNSEEN_OUTLINES: NoticeEvent = {
  type: 'notice',
  text:
    'The model of this run was trained before posts had outlines, so it has not learned to follow yours; train another ' +
    'one with a new --run_name.',
};

function sameTitle(title: string): NoticeEvent {
  return { type: 'notice', text: `A post called "${title}" already exists; the new one gets a file name of its own.` };
}

function lowScore({ path, judgement }: WrittenPost, min_score: number): NoticeEvent {
  const score = scoreText(judgement.score);
  return {
    type: 'notice',
    text: `${path} is the best of the drafts, but its score of ${score} is below min_score ${min_score}; read it with care.`,
  };
}

/** The state to record after an event. */
function stateAfter(state: RunState, event: Exclude<PostEvent, { type: 'text-grew' }>): RunState {
  const { nextNumber } = event;
  // Until the file exists, resuming draws the same texts again.
  if (event.type === 'post-drafted') return { ...state, pending: { post: event.post, nextNumber } };
  if (event.type !== 'post-written') return { ...state, nextNumber };
  return { ...state, nextNumber, pending: null, written: [...state.written, event.post] };
}
