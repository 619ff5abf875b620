import type { AdaptedModel } from '../../engine/models/adapters/adapted-model.ts';
import type { TrainableModel } from '../../engine/models/language-model.ts';
import { samplingOf } from '../drafts/sampling-of.ts';
import type { TrainEvent } from '../events/training.ts';
import { baseModel } from '../models/base-model.ts';
import { runSettings } from '../settings/run.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { trainSettings } from '../settings/train.ts';
import { resumeFrom, type StartingPoint } from '../train/restore-training.ts';
import { type TrainingJob, trainOn } from '../train/train-on.ts';
import { datasetEvent, divideCorpus } from '../train/training-data.ts';
import type { OpenRun } from './open-run.ts';
import { trainingRecipe } from './recipe.ts';
import { titleToContinue } from './sample-prompt.ts';
import type { RunState } from './state.ts';

/** The state after a training, and its model, if that is the best one and still in memory. */
export interface RunTraining {
  readonly state: RunState;
  readonly model: TrainableModel | AdaptedModel | null;
}

/** What a notice may suggest to give. `steps` means something else here: steps on these posts, not the last step. */
const { steps: _, ...offered } = runSettings;

/** Trains and records the result; an interrupted training leaves `trained` null. */
export async function* trainRun(state: RunState, run: OpenRun): AsyncGenerator<TrainEvent, RunTraining, undefined> {
  const { project, folder, context } = run;
  const began = project.clock();
  const job = yield* trainingJob(state, run);
  const trained = yield* trainOn(project, { ...job, run: folder });
  const { best, latest, step, bestLoss, reason, provenance, model } = trained;
  const writer = best ?? latest;
  const isComplete = reason !== 'interrupted' && writer !== null;
  const after = {
    ...state,
    trainedSeconds: state.trainedSeconds + project.clock() - began,
    provenance,
    trained: isComplete ? { step, checkpointStep: writer.step, bestLoss } : null,
  };
  await context.record.write(after);
  if (isComplete && writer.step === step) return { state: after, model };
  model.free();
  return { state: after, model: null };
}

/** The training of a rank that trains along: rank 0 saves and records. Returns the model after the last step. */
export async function* followTraining(
  state: RunState,
  run: RunInputs,
): AsyncGenerator<TrainEvent, TrainableModel | AdaptedModel, undefined> {
  const job = yield* trainingJob(state, run);
  return (yield* trainOn(run.project, { ...job, run: null })).model;
}

type RunInputs = Omit<OpenRun, 'folder' | 'subject'>;

async function* trainingJob(
  state: RunState,
  { project, settings, context, corpus, device }: RunInputs,
): AsyncGenerator<TrainEvent, Omit<TrainingJob, 'run'>, undefined> {
  const { record } = context;
  const { model_name, run_name, seed, save_every, device: name, threads, precision, log, tensorboard } = settings;
  const { wire, sync_every, outer_learning_rate, outer_momentum } = settings;
  const recipe = trainingRecipe(state.plan, state.corpus.posts);
  const { lora_rank, lora_alpha, lora_dropout, lora_targets, frozen_weights } = settings;
  const lora = { lora_rank, lora_alpha, lora_dropout, lora_targets, frozen_weights };
  const { sample_num, sample_length } = settings;
  // Of samples too, so that they resemble what the posts will be.
  const { temperature, top_k, top_p } = samplingOf(settings);
  const given = {
    ...recipe,
    ...lora,
    sample_num,
    sample_length,
    temperature,
    top_k,
    top_p,
    sample_every: settings.sample_every ?? recipe.sample_every,
    model_name,
    run_name,
    seed,
    save_every,
    device: name,
    threads,
    precision,
    log,
    tensorboard,
    wire,
    sync_every,
    outer_learning_rate,
    outer_momentum,
    dataset: record.textPath,
  };
  const usual = checkSettings(trainSettings, given);
  const start = await startOf({ project, settings, context }, state.plan.window);
  const text = divideCorpus(corpus.tokens(), usual, start.base.tokenizer, start.restored?.saved.settings.seed ?? seed);
  yield datasetEvent(text);
  const title = titleToContinue(text.validation, start.base.tokenizer);
  const sample_prompt = settings.sample_prompt ?? (title === null ? null : [title]);
  return { settings: { ...usual, sample_prompt }, offered, start, text, device };
}

/** Starts from the newest checkpoint with its training state, or from the base model. */
async function startOf(
  { project, settings, context }: Pick<OpenRun, 'project' | 'settings' | 'context'>,
  window: number | null,
): Promise<StartingPoint> {
  const { base, latest } = context;
  if (latest !== null) return resumeFrom(project, latest, base);
  // A model from random weights gets as many positions as it is trained with.
  const first = base.isRandom ? await baseModel(project, settings.model_name, window) : base;
  return { base: first, beganRandom: first.isRandom, restored: null };
}
