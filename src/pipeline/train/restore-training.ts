import { checkTrainerState, type TrainerState } from '../../engine/training/trainer-state.ts';
import { Fault } from '../../fault.ts';
import type { DeviceEvent } from '../../project/devices.ts';
import type { Files } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';
import { type BaseModel, baseModel, checkShape, folderModel } from '../models/base-model.ts';
import { NotResumableFault, readTrainer } from '../models/checkpoints/checkpoint-folder.ts';
import { checkpointSteps, latestCheckpoint } from '../models/checkpoints/run-folder.ts';
import { findModel, type ModelFolder, NoModelFault } from '../models/find-model.ts';
import { type TrainSettings, trainSettings } from '../settings/train.ts';
import type { Provenance } from './provenance.ts';

/** A training would overwrite the checkpoints of another one. */
export class RunExistsFault extends Fault {
  override readonly code: string = 'run-exists';
}

/** The content of trainer.json: everything that the next step depends on. */
export interface SavedTraining {
  readonly state: TrainerState;
  /** As the training used them: with its choices where the person left one. */
  readonly settings: Pick<TrainSettings, 'seed' | 'model_name' | 'optimizer' | 'only_train_transformer_layers'> &
    Partial<TrainSettings>;
  readonly trainingTokens: number;
  /** Tokens in a window, in checkpoints of versions that did not record the window that they used among the settings. */
  readonly window?: number;
  /** Whether the run started from random weights, which decides the default learning rate. */
  readonly beganRandom: boolean;
  /** Missing in checkpoints of early versions. */
  readonly provenance?: Provenance;
  /** Precision of the last device. Missing in checkpoints of early versions. */
  readonly precision?: DeviceEvent['precision'];
}

/** Where a training starts. */
export interface StartingPoint {
  readonly base: BaseModel;
  /** Whether the run started from random weights, in this call or an earlier one. */
  readonly beganRandom: boolean;
  /** The checkpoint to resume from; null for a new training. */
  readonly restored: { readonly folder: string; readonly saved: SavedTraining } | null;
}

/**
 * Finds what `restore_from` selects for a run: its latest checkpoint if there is one, the base model, or a path. A path
 * to weights only is a base model. Throws RunExistsFault rather than overwrite later checkpoints of the run,
 * SettingFault if another shape is requested than the run has, NoModelFault, NotResumableFault, TrainerStateFault, and
 * the faults of `baseModel`.
 */
export async function startingPoint(
  project: Project,
  settings: TrainSettings,
  runFolder: string,
): Promise<StartingPoint> {
  const start = await findStart(project, settings, runFolder);
  checkShape(start.base, settings);
  return start;
}

async function findStart(project: Project, settings: TrainSettings, runFolder: string): Promise<StartingPoint> {
  const { restore_from, model_name, run_name, window } = settings;
  const latest = await latestCheckpoint(project.files, runFolder);
  if (restore_from === 'latest' && latest !== null) {
    const base = await folderModel(project, latest.path, `${run_name}/model-${latest.step}`);
    return resumeFrom(project, latest, base);
  }
  if (restore_from === 'latest' || restore_from === 'fresh') {
    await refuseLater(project.files, runFolder, -1, `restore_from fresh restarts ${run_name}`);
    const base = await baseModel(project, model_name, window, settings);
    return { base, beganRandom: base.isRandom, restored: null };
  }
  const folder = await findModel(project, restore_from);
  if (folder === null) {
    throw new NoModelFault(`There is no checkpoint ${restore_from}: restore_from must be latest, fresh, or a folder.`);
  }
  const base = await folderModel(project, folder.path, folder.name);
  const start = await resumeFrom(project, folder, base).catch((fault): StartingPoint => {
    if (!(fault instanceof NotResumableFault)) throw fault;
    return { base, beganRandom: false, restored: null };
  });
  const step = start.restored?.saved.state.step ?? -1;
  await refuseLater(project.files, runFolder, step, `${run_name} would resume from ${restore_from}`);
  return start;
}

/**
 * Reads the training of a checkpoint, to resume it; `base` is its model, as `folderModel` describes it. Throws
 * NotResumableFault and TrainerStateFault.
 */
export async function resumeFrom(
  project: Project,
  { path }: Pick<ModelFolder, 'path'>,
  base: BaseModel,
): Promise<StartingPoint> {
  const saved = await readSaved(project.files, path);
  return { base, beganRandom: saved.beganRandom, restored: { folder: path, saved } };
}

/** The training that a checkpoint recorded. Throws NotResumableFault and TrainerStateFault. */
export async function readSaved(files: Files, folder: string): Promise<SavedTraining> {
  return checkSaved(await readTrainer(files, folder), folder);
}

/** The `model_name` that the training of a checkpoint started from. Throws NotResumableFault. */
export async function startedFrom(files: Files, folder: string): Promise<string> {
  const saved = (await readTrainer(files, folder)) as Partial<SavedTraining> | null;
  const model_name = saved?.settings?.model_name;
  if (typeof model_name === 'string') return model_name;
  throw new NotResumableFault(`${folder} does not say which model its training started from.`);
}

function checkSaved(value: unknown, folder: string): SavedTraining {
  const saved = value as SavedTraining;
  const source = `${folder}/trainer.json`;
  const isWhole =
    typeof value === 'object' &&
    Number.isSafeInteger(saved?.settings?.seed) &&
    typeof saved.settings.model_name === 'string' &&
    trainSettings.optimizer.choices.includes(saved.settings.optimizer) &&
    typeof saved.settings.only_train_transformer_layers === 'boolean' &&
    typeof saved.beganRandom === 'boolean';
  if (!isWhole)
    throw new NotResumableFault(`${source} lacks settings of its training; resume from another checkpoint.`);
  return { ...saved, state: checkTrainerState(saved.state, source) };
}

async function refuseLater(files: Files, runFolder: string, step: number, intention: string): Promise<void> {
  const later = (await checkpointSteps(files, runFolder)).filter((saved) => saved > step);
  if (later.length === 0) return;
  throw new RunExistsFault(
    `${intention}, but ${runFolder} already has model-${later.at(-1)}, which would be lost: give another run_name, or ` +
      'move that folder away.',
  );
}
