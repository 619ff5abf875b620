import type { Device } from '../../engine/device/device.ts';
import type { AdaptedModel } from '../../engine/models/adapters/adapted-model.ts';
import type { TrainableModel } from '../../engine/models/language-model.ts';
import { takesLocalSteps } from '../../engine/training/trainer-settings.ts';
import type { StopReason } from '../../engine/training/training-loop.ts';
import { runPlaces } from '../../project/checkpoint-names.ts';
import type { OpenDevice } from '../../project/devices.ts';
import type { Project } from '../../project/project.ts';
import type { TrainEvent } from '../events/training.ts';
import type { CheckpointModel } from '../models/checkpoints/checkpoint-folder.ts';
import { bestCheckpoint, type RunFolder, type SavedCheckpoint } from '../models/checkpoints/run-folder.ts';
import { proposeModel } from '../models/propose-model.ts';
import type { SettingsTable } from '../settings/settings-table.ts';
import type { TrainSettings } from '../settings/train.ts';
import { describeAdapter } from './choose-adapter.ts';
import { describeLocalSteps } from './describe-local-steps.ts';
import { type Provenance, provenanceOf } from './provenance.ts';
import type { StartingPoint } from './restore-training.ts';
import { requireSameTraining } from './same-training.ts';
import type { TrainingText } from './training-data.ts';
import { checkMemory, type Machine, machineOf, planTraining, type TrainingPlan } from './training-plan.ts';
import { followTraining, openTrainer, runTraining } from './training-session.ts';

/** A training whose inputs are all in memory. */
export interface TrainingJob {
  readonly settings: TrainSettings;
  /** The settings that the person can give, which notices may suggest. */
  readonly offered: SettingsTable;
  readonly start: StartingPoint;
  readonly text: TrainingText;
  /** The folder for checkpoints; null for a rank that trains along and saves nothing. */
  readonly run: RunFolder | null;
  readonly device: OpenDevice;
}

/** The result of a training. */
export interface TrainResult {
  readonly run: string;
  readonly reason: StopReason | 'dry-run' | 'find-learning-rate';
  /** Steps in total. */
  readonly step: number;
  /** The newest checkpoint, and the one with the lowest validation loss; null if there is none. */
  readonly latest: SavedCheckpoint | null;
  readonly best: SavedCheckpoint | null;
  /** The lowest validation loss, in nats per token. */
  readonly bestLoss: number | null;
}

/** The result of a training, what it was made with, and the model after the last step, on its device. */
export interface TrainedModel extends TrainResult {
  readonly provenance: Provenance;
  readonly model: TrainableModel | AdaptedModel;
}

/** Trains on values in memory and saves checkpoints. Throws the faults of `train`, except those of reading. */
export async function* trainOn(
  project: Project,
  job: TrainingJob,
): AsyncGenerator<TrainEvent, TrainedModel, undefined> {
  const { settings, offered, start, text, run } = job;
  const { device, event } = job.device;
  const machine = machineOf(project, device);
  const plan = await planTraining(settings, start, text, machine);
  const { samples } = runPlaces(project.root, settings.run_name);
  yield* announce(project, job, plan, machine);
  await checkMemory(plan, settings, start.base, machine);
  const weights = await trainedModel(job, plan, device);
  const provenance = provenanceOf(project, await baseDigest(start), text, event);
  const { precision } = event;
  yield* requireSameTraining(project.ranks, { plan, start, provenance, precision });
  const { availableBytes } = machine;
  const session = {
    settings,
    offered,
    start,
    weights,
    text,
    plan,
    provenance,
    precision,
    availableBytes,
    samples,
  };
  const trainer = yield* openTrainer(project, session);
  project.signal?.throwIfAborted();
  yield { type: 'training-started' };
  const reason = yield* run === null
    ? followTraining(project, trainer, plan)
    : runTraining(project, trainer, { ...session, run });
  const latest = run === null ? null : await run.latest();
  const best = run === null ? null : await bestCheckpoint(project.files, run.path);
  trainer.free();
  const bestLoss = trainer.validations.best?.loss ?? null;
  return {
    run: settings.run_name,
    reason,
    step: trainer.step,
    latest,
    best,
    bestLoss,
    provenance,
    model: weights.model,
  };
}

/** The digest of the model that the run started from; null if its first checkpoint did not record that. */
export async function baseDigest({ base, restored }: StartingPoint): Promise<string | null> {
  return restored === null ? base.digest() : (restored.saved.provenance?.baseModel ?? null);
}

/** The model to train, on the device, and what its checkpoints say about it. */
export async function trainedModel(
  { settings: { seed, frozen_weights }, start: { base } }: Pick<TrainingJob, 'settings' | 'start'>,
  { adapter }: TrainingPlan,
  device: Device,
): Promise<CheckpointModel> {
  if (adapter === null || base.adapting === null) return { model: await base.load(device, seed) };
  return {
    base: await base.adapting.identity(),
    model: await base.adapting.load(device, adapter, seed, frozen_weights),
  };
}

/** Reports the plan before anything is done. */
export async function* announce(
  project: Project,
  { settings, start, text, device }: Omit<TrainingJob, 'run'>,
  plan: TrainingPlan,
  machine: Machine,
): AsyncGenerator<TrainEvent, void, undefined> {
  const { base, restored } = start;
  const { name, isRandom, isBundled } = base;
  const better = isBundled ? await proposeModel(project) : null;
  const proposal = better === null ? {} : { proposal: better };
  yield { type: 'starting-model', name, isRandom, isBundled, step: restored?.saved.state.step ?? 0, ...proposal };
  const { windowAskedFor, parameters, tokensPerStep, stepsPerEpoch, memory } = plan;
  const { window, steps } = plan.trainer;
  if (windowAskedFor !== null) {
    const longest = `no stretch of the dataset is longer than ${window + 1} tokens`;
    yield {
      type: 'notice',
      text: `Training windows have ${window} tokens instead of ${windowAskedFor}, because ${longest}.`,
    };
  }
  const unreachable = text.training.chunks.reduce((sum, { length }) => sum + (length <= window ? length : 0), 0);
  if (unreachable > 0 && settings.packing === 'random') {
    const reason = 'they are in chunks shorter than a window; a shorter window, or one text file, would reach them';
    yield { type: 'notice', text: `${unreachable} tokens are never trained on: ${reason}.` };
  }
  if (plan.adapter !== null) {
    yield { type: 'notice', text: describeAdapter(base.configuration, plan.adapter, plan.adapterReason) };
  }
  if (takesLocalSteps(plan.trainer)) yield { type: 'notice', text: describeLocalSteps(plan) };
  const { availableBytes } = machine;
  const { description } = device.event;
  yield { type: 'plan', device: description, parameters, tokensPerStep, stepsPerEpoch, steps, memory, availableBytes };
}
