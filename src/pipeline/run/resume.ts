import { withoutFrontMatter } from '../../blog/corpus/markdown-form.ts';
import type { Device } from '../../engine/device/device.ts';
import { runPlaces } from '../../project/checkpoint-names.ts';
import type { Files } from '../../project/files.ts';
import { exists } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { PostsChangedEvent, RunResumedEvent, TrainedSteps } from '../events/run.ts';
import type { NoticeEvent } from '../events/training.ts';
import { type BaseModel, baseModel, folderModel } from '../models/base-model.ts';
import type { SavedCheckpoint } from '../models/checkpoints/run-folder.ts';
import { RunRecord } from '../models/checkpoints/run-record.ts';
import { startingWeights } from '../models/starting-weights.ts';
import { usualWindow } from '../settings/recipes.ts';
import type { RunSettings } from '../settings/run.ts';
import { trainSettings } from '../settings/train.ts';
import { chooseAdapter } from '../train/choose-adapter.ts';
import { type Machine, machineOf } from '../train/training-plan.ts';
import { longestSample } from '../train/training-samples.ts';
import {
  defaultFormat,
  lastStep,
  planRun,
  type RecipeInputs,
  type RunPlan,
  trainingRecipe,
  withSettings,
} from './recipe.ts';
import type { RunCorpus } from './run-corpus.ts';
import { parseRunState, type RunState } from './state.ts';
import { NO_SUBJECT, type Subject } from './subject.ts';

/** What a call of `run` finds in the folder of the run. */
export interface RunContext {
  readonly record: RunRecord<RunState>;
  /** The state an earlier call left; null for a new run. */
  readonly before: RunState | null;
  /** The model to start training from: the newest checkpoint, or the base model. */
  readonly base: BaseModel;
  /** The newest checkpoint; null if there is none. */
  readonly latest: SavedCheckpoint | null;
  /** The form in which the model reads posts. */
  readonly format: RunPlan['format'];
}

/** Reads the folder of the run. Throws RunRecordFault, and the faults of `baseModel`. */
export async function findRunContext(project: Project, settings: RunSettings): Promise<RunContext> {
  const { run_name, model_name, window, fresh } = settings;
  const record = new RunRecord(project.files, runPlaces(project.root, run_name).checkpoints, parseRunState);
  // Nothing of an earlier training is looked at, damaged or not, if it is about to be deleted.
  const [before, latest] = fresh ? [null, null] : [await record.read(), await record.latest()];
  const base =
    latest === null ? await baseModel(project, model_name, window) : await folderModel(project, latest.path, run_name);
  const format =
    settings.format ?? before?.plan.format ?? defaultFormat(startingWeights(base.isRandom, base.configuration));
  return { record, before, base, latest, format };
}

/**
 * Returns the state to resume from, or that of a new run. After a complete series a new one starts; changed posts lead
 * to further training. Throws WriteFault.
 */
export async function* resumeOrBegin(
  project: Project,
  device: Device,
  { record, before, base, latest, format }: RunContext,
  corpus: RunCorpus,
  settings: RunSettings,
  subject: Subject,
): AsyncGenerator<NoticeEvent | PostsChangedEvent | RunResumedEvent, RunState, undefined> {
  const { text } = corpus;
  if (before !== null && isLearned(before, await record.text(), text)) {
    const state = replanned(nextSeries(await recovered(project.files, before, record), settings, subject), settings);
    await record.write(state);
    const training = trainedSteps(state, latest?.step ?? 0);
    yield { type: 'run-resumed', isTrained: state.trained !== null, training, written: state.written.length };
    return state;
  }
  if (before !== null) yield { type: 'posts-changed', before: before.corpus.posts, now: corpus.documents.length };
  const size = { posts: corpus.documents.length, words: corpus.words, tokens: corpus.tokens().total };
  const { isRandom, configuration } = base;
  const run = { stepsBefore: latest?.step ?? 0, before: before?.plan ?? null };
  const circumstances = {
    ...run,
    start: startingWeights(isRandom, configuration),
    context: usualWindow(configuration.shape.context),
    format,
    tokens: size.tokens,
    posts: size.posts,
    ranks: project.ranks.size,
  };
  const state: RunState = {
    corpus: size,
    plan: yield* planWithAdapter(machineOf(project, device), { base, latest }, settings, circumstances),
    trainedSeconds: before?.trainedSeconds ?? 0,
    trained: null,
    out: settings.out,
    subject,
    complete: false,
    written: [],
    pending: null,
    nextNumber: before?.nextNumber ?? 1,
  };
  await record.begin(text, state);
  return state;
}

/** Plans a training of all weights, or, if that does not fit or is not wanted, of an adapter. Throws SettingFault. */
async function* planWithAdapter(
  { scratchOf, availableBytes }: Machine,
  { base, latest }: Pick<RunContext, 'base' | 'latest'>,
  settings: RunSettings,
  circumstances: Omit<RecipeInputs, 'adapter'> & { readonly posts: number },
): AsyncGenerator<NoticeEvent, RunPlan, undefined> {
  const whole = planRun(settings, { ...circumstances, adapter: 'none' });
  const adapted = planRun(settings, { ...circumstances, adapter: 'lora' });
  if (latest !== null) return base.adapting?.settings == null ? whole : adapted;
  const recipe = trainingRecipe(whole, circumstances.posts);
  const memory = {
    window: whole.window ?? circumstances.context,
    batch_size: whole.batch_size,
    optimizer: recipe.optimizer!,
    only_train_transformer_layers: false,
    freeze_blocks: 0,
    memory_saving_gradients: false,
    frozen_weights: settings.frozen_weights,
    ranks: circumstances.ranks ?? 1,
    validationWindows: recipe.val_every === 0 ? 0 : trainSettings.val_batch_size.default,
    sampleLength: (settings.sample_every ?? recipe.sample_every) === 0 ? 0 : longestSample(settings, base.tokenizer),
  };
  const { adapter, reason } = await chooseAdapter(base, settings, memory, availableBytes, scratchOf);
  if (reason !== null) yield { type: 'notice', text: `An adapter is trained instead of all weights, ${reason}.` };
  return adapter === null ? whole : adapted;
}

/**
 * Corrects a state by what is on disk: a pending post whose file exists was written, even though the process was killed
 * before it recorded that; and if the checkpoint that writes is gone, the training has to produce another one.
 */
async function recovered(files: Files, state: RunState, record: RunRecord<RunState>): Promise<RunState> {
  const { pending, written, trained } = state;
  const canWrite = trained !== null && (await exists(files, record.checkpoint(trained.checkpointStep).path));
  const rest = { ...state, pending: null, trained: canWrite ? trained : null };
  if (pending === null || !(await exists(files, pending.post.path))) return rest;
  return { ...rest, written: [...written, pending.post], nextNumber: pending.nextNumber };
}

/**
 * Whether a run has learned from this text, or is about to. A model from before documents had outlines has learned from the
 * same posts even though their front matter differs; only a training would have to start from the new text.
 */
function isLearned({ plan, trained }: RunState, before: string | null, text: string): boolean {
  if (before === text || before === null) return before === text;
  const isOld = plan.format === 'markdown' && plan.outlines !== true && trained !== null;
  return isOld && withoutFrontMatter(before) === withoutFrontMatter(text);
}

/** How far a run is trained; `steps` so far, unless its training is complete. */
export function trainedSteps({ plan, trained }: RunState, steps: number): TrainedSteps {
  const { usualSteps = null, stepsBefore = 0 } = plan;
  const isShort = usualSteps !== null && plan.steps < usualSteps;
  const total = trained?.step ?? steps;
  return {
    steps: total,
    stepsOnThesePosts: total - stepsBefore,
    usualSteps: isShort ? usualSteps - stepsBefore : null,
  };
}

/** Starts a new series if the last one is complete, or another output folder or subject is given. */
function nextSeries(state: RunState, { out }: RunSettings, subject: Subject): RunState {
  // Early versions recorded no headings, and the earliest no subject.
  const before: Subject = { ...NO_SUBJECT, ...state.subject };
  const isSame = state.out === out && JSON.stringify(before) === JSON.stringify(subject);
  return isSame && !state.complete ? state : { ...state, out, subject, complete: false, written: [] };
}

/** Applies new settings while the training is incomplete; a larger number of steps also extends a complete training. */
function replanned(state: RunState, settings: RunSettings): RunState {
  const last = lastStep(settings, state.plan.stepsBefore);
  const isLonger = last !== null && last > state.plan.steps;
  if (state.trained !== null && !isLonger) return state;
  return { ...state, trained: null, plan: withSettings(state.plan, settings) };
}
