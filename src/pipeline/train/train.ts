import { runPlaces } from '../../project/checkpoint-names.ts';
import type { Project } from '../../project/project.ts';
import type { TrainEvent } from '../events.ts';
import { RunFolder } from '../models/checkpoints/run-folder.ts';
import { withDownload } from '../models/with-download.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { type TrainGiven, type TrainSettings, trainSettings } from '../settings/train.ts';
import { checkRunName } from './check-run-name.ts';
import { startingPoint } from './restore-training.ts';
import { type TrainResult, trainOn } from './train-on.ts';
import { datasetEvent, readTrainingText } from './training-data.ts';
import { requireRecords } from './training-records.ts';

/**
 * Trains a model on a dataset, starting or resuming the run. The project's signal lets the current step finish, saves,
 * and ends the training; before the first step it ends with the signal's reason. Throws SettingFault, MemoryFault,
 * NonFiniteLossFault, LockedFault, CheckpointWriteFault, WriteFault if a record or a sample cannot be written (after
 * saving, if possible), and the faults of `startingPoint` and `readTrainingText`. Earlier checkpoints are never
 * affected.
 */
export async function* train(given: TrainGiven, project: Project): AsyncGenerator<TrainEvent, TrainResult, undefined> {
  const settings = checkSettings(trainSettings, given);
  checkRunName(settings.run_name);
  const places = runPlaces(project.root, settings.run_name);
  const run = await RunFolder.open(project.files, places.checkpoints);
  try {
    await requireWritablePlaces(project, settings, places.samples);
    const start = yield* withDownload(project, settings.yes, () => startingPoint(project, settings, run.path));
    yield { type: 'dataset-loading', dataset: settings.dataset };
    const seed = start.restored?.saved.settings.seed ?? settings.seed;
    const text = yield* readTrainingText(project, settings, start.base.tokenizer, seed);
    yield datasetEvent(text);
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
    await run.close();
  }
}

/** Checks that records and samples can be written, before anything takes long. Throws WriteFault and SettingFault. */
async function requireWritablePlaces(project: Project, settings: TrainSettings, samples: string): Promise<void> {
  if (settings.sample_every > 0) await project.files.requireWritableFolder(samples);
  await requireRecords(project, settings);
}
