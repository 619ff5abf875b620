import type { TrainableModel } from '../../engine/models/language-model.ts';
import { validationBatches } from '../../engine/tokens/validation-batches.ts';
import { Trainer } from '../../engine/training/trainer.ts';
import { type StopReason, trainingLoop } from '../../engine/training/training-loop.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import { WriteFault } from '../../project/file-faults.ts';
import type { Files } from '../../project/files.ts';
import { isSamePath } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { NoticeEvent, TrainEvent } from '../events.ts';
import { CheckpointWriteFault, readMoments } from '../models/checkpoints/checkpoint-folder.ts';
import type { RunFolder } from '../models/checkpoints/run-folder.ts';
import type { TrainSettings } from '../settings/train.ts';
import type { SavedTraining, StartingPoint } from './restore-training.ts';
import type { TrainingText } from './training-data.ts';
import { TrainingLog } from './training-log.ts';
import type { TrainingPlan } from './training-plan.ts';
import { hasSamples, writeSamples } from './training-samples.ts';

/** All that a training works with once it is decided. */
export interface TrainingSession {
  readonly settings: TrainSettings;
  readonly start: StartingPoint;
  readonly text: TrainingText;
  readonly plan: TrainingPlan;
  /** Of the device that computes. */
  readonly precision: DeviceEvent['precision'];
  readonly run: RunFolder;
  /** Folder of the samples. */
  readonly samples: string;
}

/**
 * The trainer as the settings want it, with the state and the moments of the checkpoint it goes on from. Moments that
 * the checkpoint cannot have are begun anew, with a notice. Throws the faults of `readMoments`.
 */
export async function* openTrainer(
  files: Files,
  model: TrainableModel,
  { settings, start, text, plan, precision }: TrainingSession,
): AsyncGenerator<NoticeEvent, Trainer, undefined> {
  const { restored } = start;
  const { window } = plan.trainer;
  const { val_batch_size, val_batch_count } = settings;
  const validation =
    text.validation === null || plan.loop.val_every === 0
      ? []
      : validationBatches(text.validation, window, val_batch_size, val_batch_count);
  const { beginMark, endMark } = start.base.tokenizer;
  const data = { training: text.training, validation, beginMark, endMark };
  if (restored === null) return new Trainer(model, data, plan.trainer);

  const { saved, folder } = restored;
  yield* noticeChanges(saved, settings, text);
  yield* noticePrecision(saved, precision);
  const hasMoments = keepsMoments(saved.settings, settings);
  const samePass = keepsPass(saved, settings, plan, text);
  if (!samePass && (saved.state.windowsTaken ?? 0) > 0) yield notice('The pass over the documents begins anew.');
  const state = {
    ...saved.state,
    ...(hasMoments ? {} : { optimizerUpdates: 0 }),
    ...(samePass ? {} : { windowsTaken: 0 }),
  };
  const trainer = new Trainer(model, data, plan.trainer, state);
  if (trainer.moments === null) return trainer;
  if (hasMoments) await readMoments(files, folder, model, trainer.moments);
  else yield notice('The optimizer is another one than before, so its moments begin anew.');
  return trainer;
}

/**
 * Runs the loop, and saves and samples when it says so. Returns why it stopped. Where the log or a sample cannot be written
 * it saves first, and then throws WriteFault.
 */
export async function* runTraining(
  project: Project,
  trainer: Trainer,
  session: TrainingSession,
): AsyncGenerator<TrainEvent, StopReason, undefined> {
  const { start, plan, run, samples } = session;
  const { files, signal, clock } = project;
  const settings = { ...session.settings, seed: runSeed(session) };
  const log = settings.log === null ? null : new TrainingLog(files, settings.log, plan.tokensPerStep);
  let reason: StopReason = 'interrupted';
  let saved = start.restored?.saved.state.step ?? 0;
  const samplesMissing = isGoingOn(files, session) && !(await hasSamples(files, trainer.step, samples));
  for await (const event of trainingLoop(trainer, plan.loop, { clock, signal, samplesMissing })) {
    try {
      await log?.add(event);
    } catch (fault) {
      return yield* saveAndStop(fault, saved, trainer, session);
    }
    if (event.type === 'save') {
      yield { type: 'saving', step: event.step, path: run.pathOf(event.step) };
      yield { type: 'saved', isBest: event.isBest, ...(await save(trainer, session)) };
      saved = event.step;
    } else if (event.type === 'sample') {
      yield { type: 'sampling', step: event.step };
      try {
        yield* writeSamples(files, trainer.model, start.base.tokenizer, event.step, samples, settings, signal);
      } catch (fault) {
        if (!signal?.aborted) return yield* saveAndStop(fault, saved, trainer, session);
      }
    } else {
      if (event.type === 'stopped') reason = event.reason;
      yield event;
    }
  }
  return reason;
}

/** Ends a training that may not go on by a checkpoint with all that it has learned since step `saved`, and the fault. */
async function* saveAndStop(
  fault: unknown,
  saved: number,
  trainer: Trainer,
  session: TrainingSession,
): AsyncGenerator<TrainEvent, never, undefined> {
  if (!(fault instanceof WriteFault)) throw fault;
  const { step } = trainer;
  if (step > saved) {
    yield { type: 'saving', step, path: session.run.pathOf(step) };
    try {
      yield { type: 'saved', isBest: false, ...(await save(trainer, session)) };
    } catch (second) {
      if (!(second instanceof CheckpointWriteFault)) throw second;
      const last = saved === 0 ? 'there is no checkpoint yet' : `the last checkpoint is that of step ${saved}`;
      throw new WriteFault(
        `${fault.message} The training stopped at step ${step}, and could not be saved there either; ${last}. ${second.message}`,
        { cause: fault },
      );
    }
  }
  throw new WriteFault(
    `${fault.message} The training is saved with all of its ${step} steps, and stopped: when that file can be written again, ` +
      'the same command goes on from there.',
    { cause: fault },
  );
}

/** Whatever is asked for later: the seed that the run was begun with, by which it goes on. */
function runSeed({ settings, start }: TrainingSession): number {
  return start.restored?.saved.settings.seed ?? settings.seed;
}

/** Whether it goes on from a checkpoint of its own run, which a kill may have parted from its samples. */
function isGoingOn(files: Files, { start: { restored }, run }: TrainingSession): boolean {
  return restored !== null && isSamePath(files, restored.folder, run.pathOf(restored.saved.state.step));
}

function save(trainer: Trainer, session: TrainingSession) {
  const { settings, start, text, plan, run, precision } = session;
  const { tokenizer } = start.base;
  const { model_name } = start.restored?.saved.settings ?? settings;
  const saved: SavedTraining = {
    state: trainer.state(),
    // Whatever is asked for later: the posts kept for validation, and where the run began, stay the same.
    settings: { ...settings, seed: runSeed(session), model_name: model_name ?? start.base.name },
    trainingTokens: text.training.total,
    window: plan.trainer.window,
    beganRandom: start.beganRandom,
    precision,
  };
  const content = {
    model: trainer.model,
    moments: trainer.moments,
    trainer: saved,
    tokenizer,
  };
  const bestStep = trainer.validations.best?.step ?? null;
  return run.save(trainer.step, content, { keep: settings.keep, bestStep });
}

/** Whether the moments in a checkpoint are those that the optimizer goes on with; adam and adamw keep the same ones. */
function keepsMoments(saved: SavedTraining['settings'], settings: TrainSettings): boolean {
  const kinds = { adam: 'adam', adamw: 'adam', muon: 'muon', sgd: null };
  return (
    kinds[settings.optimizer] !== null &&
    kinds[saved.optimizer] === kinds[settings.optimizer] &&
    saved.only_train_transformer_layers === settings.only_train_transformer_layers
  );
}

/** Whether the windows are still those of the pass that was begun. */
function keepsPass(
  { settings: before, window, trainingTokens }: SavedTraining,
  { packing }: TrainSettings,
  { trainer }: TrainingPlan,
  { training }: TrainingText,
): boolean {
  return before.packing === packing && window === trainer.window && trainingTokens === training.total;
}

function* noticeChanges(
  { settings: before, trainingTokens }: SavedTraining,
  settings: TrainSettings,
  { training }: TrainingText,
): Generator<NoticeEvent> {
  const { restore_from, run_name, model_name } = settings;
  if (restore_from === 'latest' && model_name !== null && before.model_name !== model_name) {
    yield notice(
      `${run_name} goes on with its own model, begun from ${before.model_name}: to begin from ${model_name}, give another run_name.`,
    );
  }
  if (before.seed !== settings.seed) {
    yield notice(`The run goes on with seed ${before.seed}, which it was begun with.`);
  }
  if (trainingTokens !== training.total) {
    yield notice(
      `The dataset has changed since the last checkpoint: ${training.total} tokens to train on, ${trainingTokens} before. ` +
        'Posts that were trained on may now be among those kept for validation.',
    );
  }
}

function* noticePrecision({ precision: before }: SavedTraining, precision: string): Generator<NoticeEvent> {
  if (before === undefined || before === precision) return;
  yield notice(
    `The run was computed in ${before} so far and goes on in ${precision}: its losses are not quite what they would have ` +
      `been. To keep to ${before}, give precision ${before}.`,
  );
}

function notice(text: string): NoticeEvent {
  return { type: 'notice', text };
}
