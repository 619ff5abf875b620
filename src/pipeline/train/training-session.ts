import type { Batch } from '../../engine/tokens/batch.ts';
import { separateDocuments } from '../../engine/tokens/separate-documents.ts';
import type { TokenSet } from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { validationBatches } from '../../engine/tokens/validation-batches.ts';
import { Trainer } from '../../engine/training/trainer.ts';
import { takesLocalSteps } from '../../engine/training/trainer-settings.ts';
import { type StopReason, trainingLoop } from '../../engine/training/training-loop.ts';
import { WriteFault } from '../../project/file-faults.ts';
import type { Files } from '../../project/files.ts';
import { isSamePath } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { NoticeEvent, SampleEvent, TrainEvent } from '../events/training.ts';
import {
  type CheckpointModel,
  CheckpointWriteFault,
  readMoments,
  readOuterMomentum,
} from '../models/checkpoints/checkpoint-folder.ts';
import type { SettingsTable } from '../settings/settings-table.ts';
import type { TrainSettings } from '../settings/train.ts';
import { notice } from './notice.ts';
import type { SavedTraining } from './restore-training.ts';
import { hasSameTokens, noticeAdapter, noticeChanges } from './resume-notices.ts';
import { noticeFrozenWeights, noticePrecision, noticeSettings, type UsedSettings } from './setting-changes.ts';
import type { TrainingPlan } from './training-plan.ts';
import { type RecordedTraining, TrainingRecords } from './training-records.ts';
import { drawSamples, hasSamples, writeSamples } from './training-samples.ts';

/** Everything that a planned training works with. */
export interface TrainingSession extends RecordedTraining {
  /** The settings that the person can give. */
  readonly offered: SettingsTable;
  /** The model, and what its checkpoints say about it. */
  readonly weights: CheckpointModel;
  /** Folder for samples. */
  readonly samples: string;
}

/**
 * Makes the trainer, with the state and moments of the checkpoint it resumes from. Moments that the checkpoint does not
 * have start from zero, with a notice. Throws the faults of `readMoments`.
 */
export async function* openTrainer(
  { files, ranks: collective }: Pick<Project, 'files' | 'ranks'>,
  { settings, offered, start, text, plan, precision, provenance, weights }: Omit<TrainingSession, 'run' | 'samples'>,
): AsyncGenerator<NoticeEvent, Trainer, undefined> {
  const { model } = weights;
  const { restored } = start;
  const { tokenizer } = start.base;
  const validation = plan.loop.val_every === 0 ? [] : heldOutBatches(text.validation, settings, plan, tokenizer);
  const { beginMark, endMark } = tokenizer;
  const data = { training: text.training, validation, beginMark, endMark };
  if (restored === null) return new Trainer(model, data, plan.trainer, { collective });

  const { saved, folder } = restored;
  yield* noticeChanges(saved, settings, text, provenance);
  yield* noticeSettings(usedBefore(saved, plan), plan.trainer, offered);
  yield* noticeAdapter(plan.adapter, settings, start.base.configuration);
  if (plan.adapter !== null) yield* noticeFrozenWeights(frozenBefore(saved), settings.frozen_weights);
  yield* noticePrecision(saved.precision, precision);
  const hasMoments = keepsMoments(saved.settings, settings);
  const samePass = keepsPass(saved, settings, plan, hasSameTokens(saved, text, provenance));
  if (!samePass && (saved.state.windowsTaken ?? 0) > 0) yield notice('The pass over the documents starts again.');
  const state = {
    ...saved.state,
    // They count for moments alone, which sgd does not have.
    ...(hasMoments || settings.optimizer === 'sgd' ? {} : { optimizerUpdates: 0 }),
    ...(samePass ? {} : { windowsTaken: 0 }),
  };
  const trainer = new Trainer(model, data, plan.trainer, { state, collective });
  if (trainer.moments !== null) {
    if (hasMoments) await readMoments(files, folder, model, trainer.moments);
    else yield notice('The optimizer, or what it trains, has changed, so its moments start from zero.');
  }
  // Else it starts from zero, as a notice about these settings or about what is trained has said.
  if (trainer.outerMomentum !== null && keepsOuter(saved.settings, settings)) {
    await readOuterMomentum(files, folder, model, trainer.outerMomentum);
  }
  return trainer;
}

/** Held-out posts in windows as the training takes them: of whole documents, or across all of them. */
function heldOutBatches(
  validation: TokenSet | null,
  { val_batch_size, val_batch_count }: TrainSettings,
  { trainer: { packing, window } }: TrainingPlan,
  tokenizer: Tokenizer,
): Batch[] {
  if (validation === null) return [];
  const tokens = packing === 'documents' ? separateDocuments(validation, tokenizer) : validation;
  return validationBatches(tokens, window, val_batch_size, val_batch_count);
}

/**
 * Runs the training loop, saving and sampling when it asks to. Returns why it stopped. If a record or a sample cannot be
 * written, it saves first, then throws WriteFault.
 */
export async function* runTraining(
  project: Project,
  trainer: Trainer,
  session: TrainingSession,
): AsyncGenerator<TrainEvent, StopReason, undefined> {
  const { start, plan, run, samples } = session;
  const { files, signal, clock } = project;
  const settings = { ...session.settings, seed: runSeed(session) };
  const records = new TrainingRecords(project, session);
  let reason: StopReason = 'interrupted';
  let saved = start.restored?.saved.state.step ?? 0;
  const samplesMissing = isResuming(files, session) && !(await hasSamples(files, trainer.step, samples));
  for await (const event of trainingLoop(trainer, plan.loop, { clock, signal, samplesMissing })) {
    try {
      await records.add(event);
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
        yield* sample(project, trainer, records, { ...session, settings });
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

/** The training loop of a rank that trains along: rank 0 saves, samples and says what happens. Returns why it stopped. */
export async function* followTraining(
  { signal, clock }: Project,
  trainer: Trainer,
  { loop }: TrainingPlan,
): AsyncGenerator<TrainEvent, StopReason, undefined> {
  for await (const event of trainingLoop(trainer, loop, { clock, signal })) {
    if (event.type === 'step') yield event;
    if (event.type === 'stopped') return event.reason;
  }
  return 'interrupted';
}

/** Draws the samples of the current step. They count as written once they have a file, which comes last. */
async function* sample(
  { files, signal }: Project,
  { model, step }: Trainer,
  records: TrainingRecords,
  { start, settings, samples: folder }: TrainingSession,
): AsyncGenerator<TrainEvent, void, undefined> {
  const drawn: SampleEvent[] = [];
  for await (const event of drawSamples(model, start.base.tokenizer, step, settings, signal)) {
    drawn.push(event);
    yield event;
  }
  await records.addSamples(step, drawn);
  yield await writeSamples(files, folder, step, drawn);
}

/**
 * Saves everything learned since step `saved`, then throws the fault. The other ranks do not know of it: between two meetings of
 * local steps, what rank 0 has learned since the last one is saved, and their part is lost.
 */
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
      const last = saved === 0 ? 'there is no checkpoint yet' : `the last checkpoint is from step ${saved}`;
      throw new WriteFault(
        `${fault.message} The training stopped at step ${step} and could not be saved either; ${last}. ${second.message}`,
        { cause: fault },
      );
    }
  }
  throw new WriteFault(
    `${fault.message} The training stopped at step ${step} and was saved there. Once that file can be written again, ` +
      'the same command resumes it.',
    { cause: fault },
  );
}

/** The seed that the run started with, which later settings do not change. */
function runSeed({ settings, start }: TrainingSession): number {
  return start.restored?.saved.settings.seed ?? settings.seed;
}

/** Whether it resumes from a checkpoint of its own run; a kill may have prevented the samples of that step. */
function isResuming(files: Files, { start: { restored }, run }: TrainingSession): boolean {
  return restored !== null && isSamePath(files, restored.folder, run.pathOf(restored.saved.state.step));
}

function save(trainer: Trainer, session: TrainingSession) {
  const { settings, start, weights, text, plan, run, precision, provenance } = session;
  const { tokenizer } = start.base;
  const { model_name } = start.restored?.saved.settings ?? settings;
  const saved: SavedTraining = {
    state: trainer.state(),
    // Later settings change neither the posts kept for validation nor the starting model.
    settings: {
      ...settings,
      ...plan.trainer,
      ...adapterSettings(plan),
      val_every: plan.loop.val_every,
      seed: runSeed(session),
      model_name: model_name ?? start.base.name,
    },
    trainingTokens: text.training.total,
    beganRandom: start.beganRandom,
    precision,
    provenance,
  };
  const { moments, outerMomentum } = trainer;
  const content = { ...weights, moments, outerMomentum, trainer: saved, tokenizer };
  const bestStep = trainer.validations.best?.step ?? null;
  return run.save(trainer.step, content, { keep: settings.keep, bestStep });
}

/** Whether the optimizer can use the moments of the checkpoint; adam and adamw have the same ones. */
function keepsMoments(saved: SavedTraining['settings'], settings: TrainSettings): boolean {
  const kinds = { adam: 'adam', adamw: 'adam', muon: 'muon', sgd: null };
  return (
    kinds[settings.optimizer] !== null &&
    kinds[saved.optimizer] === kinds[settings.optimizer] &&
    trainsTheSame(saved, settings)
  );
}

/** Whether outer steps can go on with the momentum of the checkpoint: if it was made between outer steps, of the same weights. */
function keepsOuter(saved: SavedTraining['settings'], settings: TrainSettings): boolean {
  return takesLocalSteps(saved) && (saved.outer_momentum ?? 0) > 0 && trainsTheSame(saved, settings);
}

function trainsTheSame(saved: SavedTraining['settings'], settings: TrainSettings): boolean {
  return (
    saved.only_train_transformer_layers === settings.only_train_transformer_layers &&
    (saved.freeze_blocks ?? 0) === settings.freeze_blocks
  );
}

/** Whether the windows are still those of the pass in progress. */
function keepsPass(
  { settings: before, window }: SavedTraining,
  { packing }: TrainSettings,
  { trainer }: TrainingPlan,
  hasSameTokens: boolean,
): boolean {
  return before.packing === packing && (window ?? before.window) === trainer.window && hasSameTokens;
}

/** What is trained, where the settings left that open. */
function adapterSettings({ adapter }: TrainingPlan): Partial<TrainSettings> {
  return adapter === null
    ? { adapter: 'none' }
    : { adapter: 'lora', lora_rank: adapter.rank, lora_alpha: adapter.alpha, lora_dropout: adapter.dropout };
}

/** The settings that the steps of the checkpoint followed. */
function usedBefore({ settings, window }: SavedTraining, plan: TrainingPlan): UsedSettings {
  const { learning_rate, ...rest } = settings;
  return {
    ...rest,
    // Versions before local steps did not record them.
    sync_every: settings.sync_every ?? 1,
    // Early versions recorded a default as null. A window that the dataset is too short for has a notice of its own.
    learning_rate: learning_rate ?? undefined,
    window: plan.windowAskedFor === null ? (window ?? settings.window ?? undefined) : undefined,
  };
}

/** Early versions kept bfloat16 alone. */
function frozenBefore({ settings }: SavedTraining): TrainSettings['frozen_weights'] {
  return settings.frozen_weights ?? 'bfloat16';
}
