import type { StopReason } from '../../engine/training/training-loop.ts';
import { requireAppendable } from '../../node/files/append-line.ts';
import { requireWritableFolder } from '../../node/files/expect-folder.ts';
import { availableMemoryBytes } from '../../node/machine/available-memory.ts';
import { runPlaces } from '../../node/models/checkpoints/checkpoint-names.ts';
import { bestCheckpoint, RunFolder, type SavedCheckpoint } from '../../node/models/checkpoints/run-folder.ts';
import { openDevice } from '../models/open-device.ts';
import { withDownload } from '../models/with-download.ts';
import type { CommandSurroundings } from '../project.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { type TrainGiven, type TrainSettings, trainSettings } from '../settings/train.ts';
import { checkRunName } from './check-run-name.ts';
import { type StartingPoint, startingPoint } from './restore-training.ts';
import { readTrainingText, type TrainingText } from './training-data.ts';
import type { TrainEvent } from './training-events.ts';
import { checkMemory, planTraining, type TrainingPlan } from './training-plan.ts';
import { openTrainer, runTraining } from './training-session.ts';

/** What came of a training. */
export interface TrainResult {
  readonly run: string;
  readonly reason: StopReason;
  /** Updates in all. */
  readonly step: number;
  /** The newest checkpoint, and the one that validates best; null where there is none. */
  readonly latest: SavedCheckpoint | null;
  readonly best: SavedCheckpoint | null;
  /** The lowest validation loss, in nats a token. */
  readonly bestLoss: number | null;
}

/** The signal lets the step that runs finish, saves, and ends the training. */
export interface TrainSurroundings extends CommandSurroundings {
  /** Seconds since any fixed moment. */
  readonly clock?: () => number;
  /** Memory that is there; by default what the machine says. */
  readonly availableBytes?: number;
  /** The folder of the run, where the caller has it open already, and closes it. */
  readonly folder?: RunFolder;
}

/**
 * Trains a model on a dataset: begins, or goes on where the run stopped. Throws SettingFault, MemoryFault,
 * NonFiniteLossFault, LockedFault, CheckpointWriteFault, WriteFault where the log or a sample cannot be written (the
 * training was saved first, if it could be), and the faults of `startingPoint` and `readTrainingText`.
 * Checkpoints that were saved before a fault stay as they are. Interrupted before the first step, it ends with the
 * signal's reason.
 */
export async function* train(
  given: TrainGiven,
  { signal, root = '.', clock = () => performance.now() / 1000, availableBytes, folder }: TrainSurroundings = {},
): AsyncGenerator<TrainEvent, TrainResult, undefined> {
  const settings = checkSettings(trainSettings, given);
  const { run_name } = settings;
  checkRunName(run_name);
  const places = runPlaces(root, run_name);
  const run = folder ?? (await RunFolder.open(places.checkpoints));
  try {
    await expectPlaces(settings, places.samples);
    const find = () => startingPoint(settings, run.path, root);
    const start = yield* withDownload(find, { yes: settings.yes, root, signal });
    const text = yield* loadText(settings, start, signal);
    const plan = await planTraining(settings, start, text);
    const { device, event } = openDevice(settings);
    const { precision } = event;
    const session = { settings, start, text, plan, precision, run, samples: places.samples };
    try {
      yield event;
      yield* announce(session, event.description, availableBytes ?? availableMemoryBytes());
      const trainer = yield* openTrainer(await start.base.load(device, settings.seed), session);
      signal?.throwIfAborted();
      yield { type: 'training' };
      const reason = yield* runTraining(trainer, session, { clock, signal });
      const [latest, best] = [await run.latest(), await bestCheckpoint(run.path)];
      const bestLoss = trainer.validations.best?.loss ?? null;
      return { run: run_name, reason, step: trainer.step, latest, best, bestLoss };
    } finally {
      await device.close();
    }
  } finally {
    if (folder === undefined) await run.close();
  }
}

/** What is written on the way can be, before anything takes long. Throws WriteFault. */
async function expectPlaces({ sample_every, log }: TrainSettings, samples: string): Promise<void> {
  if (sample_every > 0) await requireWritableFolder(samples);
  if (log !== null) await requireAppendable(log);
}

async function* loadText(
  settings: TrainSettings,
  { base, restored }: StartingPoint,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainEvent, TrainingText, undefined> {
  yield { type: 'loading', dataset: settings.dataset };
  const seed = restored?.saved.settings.seed ?? settings.seed;
  const text = yield* readTrainingText(settings, base.tokenizer, seed, signal);
  const { training, validation, documents, heldOut } = text;
  yield {
    type: 'dataset',
    tokens: training.total + (validation?.total ?? 0),
    validationTokens: validation?.total ?? 0,
    posts: documents,
    heldOutPosts: heldOut,
  };
  return text;
}

interface Announced {
  readonly settings: TrainSettings;
  readonly start: StartingPoint;
  readonly text: TrainingText;
  readonly plan: TrainingPlan;
}

/** Says what will be done, before any of it. Throws MemoryFault. */
async function* announce(
  { settings, start, text, plan }: Announced,
  device: string,
  availableBytes: number,
): AsyncGenerator<TrainEvent, void, undefined> {
  const { base, restored } = start;
  const { name, isRandom, isPackaged } = base;
  yield { type: 'start', name, isRandom, isPackaged, step: restored?.saved.state.step ?? 0 };
  const { windowAskedFor, parameters, tokensPerStep, stepsPerEpoch, memory } = plan;
  const { window, steps } = plan.trainer;
  if (windowAskedFor !== null) {
    const longest = `no stretch of the dataset is longer than ${window + 1} tokens`;
    yield { type: 'notice', text: `Training windows have ${window} tokens instead of ${windowAskedFor}: ${longest}.` };
  }
  const unreachable = text.training.chunks.reduce((sum, { length }) => sum + (length <= window ? length : 0), 0);
  if (unreachable > 0 && settings.packing === 'random') {
    const reason = 'they are in chunks shorter than a window; a shorter window, or one text file, would reach them';
    yield { type: 'notice', text: `${unreachable} tokens are never trained on: ${reason}.` };
  }
  yield { type: 'plan', device, parameters, tokensPerStep, stepsPerEpoch, steps, memory, availableBytes };
  await checkMemory(plan, settings, base.configuration, availableBytes);
}
