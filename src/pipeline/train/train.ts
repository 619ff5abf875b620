import { ValidationHistory } from '../../engine/training/validation-history.ts';
import { runPlaces } from '../../project/checkpoint-names.ts';
import type { Project } from '../../project/project.ts';
import type { TrainEvent } from '../events/training.ts';
import { bestCheckpoint, latestCheckpoint, RunFolder } from '../models/checkpoints/run-folder.ts';
import { withDownload } from '../models/with-download.ts';
import { requireStarted } from '../ranks/require-started.ts';
import { checkSettings, SettingFault } from '../settings/settings-table.ts';
import { type TrainGiven, type TrainSettings, trainSettings } from '../settings/train.ts';
import { checkRunName } from './check-run-name.ts';
import { dryRun } from './dry-run.ts';
import { findLearningRate } from './find-learning-rate.ts';
import { type StartingPoint, startingPoint } from './restore-training.ts';
import { shareCheckpoint } from './share-checkpoint.ts';
import { type TrainResult, trainOn } from './train-on.ts';
import { datasetEvent, readTrainingText, type TrainingText } from './training-data.ts';
import { requireRecords } from './training-records.ts';

/**
 * Trains a model on a dataset, starting or resuming the run. The project's signal lets the current step finish, saves,
 * and ends the training; before the first step it ends with the signal's reason. Throws SettingFault, MemoryFault,
 * NonFiniteLossFault, LockedFault, CheckpointWriteFault, WriteFault if a record or a sample cannot be written (after
 * saving, if possible), and the faults of `startingPoint` and `readTrainingText`. Earlier checkpoints are never
 * affected. With `dry_run` it says what it would do, with `find_learning_rate` which learning rate to take; both write nothing.
 */
export async function* train(given: TrainGiven, project: Project): AsyncGenerator<TrainEvent, TrainResult, undefined> {
  const settings = checkSettings(trainSettings, given);
  checkRunName(settings.run_name);
  const { ranks } = project;
  requireStarted(settings, ranks, 'train');
  const places = runPlaces(project.root, settings.run_name);
  if (settings.dry_run && settings.find_learning_rate) {
    throw new SettingFault(
      'find_learning_rate',
      '`find_learning_rate` makes steps, but `dry_run` shows what they would be; give one of them.',
    );
  }
  if (settings.dry_run || settings.find_learning_rate) return yield* rehearse(project, settings, places.checkpoints);
  const run = ranks.rank === 0 ? await RunFolder.open(project.files, places.checkpoints) : null;
  try {
    if (run !== null) await requireWritablePlaces(project, settings, places.samples);
    await shareCheckpoint(project, places.checkpoints);
    const find = () => startingPoint(project, settings, places.checkpoints);
    // Ranks of one machine share its folder of models.
    if (run === null) await ranks.gather('waits for a download');
    const start = run === null ? await find() : yield* withDownload(project, settings.yes, find);
    if (run !== null) await ranks.gather('has the model');
    const text = yield* readText(project, settings, start);
    const device = await project.devices.open(settings);
    try {
      yield device.event;
      const {
        model: _,
        provenance: __,
        ...result
      } = yield* trainOn(project, {
        settings,
        offered: trainSettings,
        start,
        text,
        run,
        device,
      });
      return result;
    } finally {
      await device.device.close();
    }
  } finally {
    await run?.close();
  }
}

async function* readText(
  project: Project,
  settings: TrainSettings,
  { base, restored }: StartingPoint,
): AsyncGenerator<TrainEvent, TrainingText, undefined> {
  yield { type: 'dataset-loading', dataset: settings.dataset.join(', ') };
  const text = yield* readTrainingText(
    project,
    settings,
    base.tokenizer,
    restored?.saved.settings.seed ?? settings.seed,
  );
  yield datasetEvent(text);
  return text;
}

/**
 * Does everything up to the first steps, without a folder for the run and without a download, and says what the training
 * would be, or tries learning rates. Throws NotDownloadedFault for a missing model, whatever `yes` is.
 */
async function* rehearse(
  project: Project,
  settings: TrainSettings,
  folder: string,
): AsyncGenerator<TrainEvent, TrainResult, undefined> {
  const { files } = project;
  const start = await startingPoint(project, settings, folder);
  const text = yield* readText(project, settings, start);
  const device = await project.devices.open(settings);
  try {
    yield device.event;
    const job = { settings, offered: trainSettings, start, text, device };
    const step = yield* settings.dry_run ? dryRun(project, job) : findLearningRate(project, job);
    const reason = settings.dry_run ? 'dry-run' : 'find-learning-rate';
    const [latest, best] = [await latestCheckpoint(files, folder), await bestCheckpoint(files, folder)];
    return { run: settings.run_name, reason, step, latest, best, bestLoss: bestLossOf(start) };
  } finally {
    await device.device.close();
  }
}

function bestLossOf({ restored }: StartingPoint): number | null {
  return new ValidationHistory(restored?.saved.state.validations).best?.loss ?? null;
}

/** Checks that records and samples can be written, before anything takes long. Throws WriteFault and SettingFault. */
async function requireWritablePlaces(project: Project, settings: TrainSettings, samples: string): Promise<void> {
  if (settings.sample_every > 0) await project.files.requireWritableFolder(samples);
  await requireRecords(project, settings);
}
