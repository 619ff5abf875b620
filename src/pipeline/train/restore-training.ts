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

/** A training would write over checkpoints that another one made. */
export class RunExistsFault extends Fault {}

/** What trainer.json keeps: all that makes the next step what it would have been. */
export interface SavedTraining {
  readonly state: TrainerState;
  readonly settings: Pick<TrainSettings, 'seed' | 'model_name' | 'optimizer' | 'only_train_transformer_layers'> &
    Partial<Pick<TrainSettings, 'packing'>>;
  readonly trainingTokens: number;
  /** Positions of a window; checkpoints from before it was kept lack it, and `packing`. */
  readonly window?: number;
  /** Whether the run began from random weights, which decides the learning rate where none is given. */
  readonly beganRandom: boolean;
  /** Of the device that computed last; checkpoints from before it was kept lack it. */
  readonly precision?: DeviceEvent['precision'];
}

/** Where a training starts. */
export interface StartingPoint {
  readonly base: BaseModel;
  /** Whether the run began from random weights, now or then. */
  readonly beganRandom: boolean;
  /** The checkpoint it goes on from; null when it begins. */
  readonly restored: { readonly folder: string; readonly saved: SavedTraining } | null;
}

/**
 * Finds what `restore_from` means for a run: the latest checkpoint if there is one, the base model, or a path. A path
 * to weights alone is a base model. Throws RunExistsFault rather than write over later checkpoints of the run,
 * SettingFault where a shape is asked for that the run does not have, NoModelFault, NotResumableFault,
 * TrainerStateFault, and the faults of `baseModel`.
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
    await refuseLater(project.files, runFolder, -1, `restore_from fresh starts ${run_name} anew`);
    const base = await baseModel(project, model_name, window, settings);
    return { base, beganRandom: base.isRandom, restored: null };
  }
  const folder = await findModel(project, restore_from);
  if (folder === null) {
    throw new NoModelFault(`There is no checkpoint ${restore_from}: restore_from is latest, fresh, or a folder.`);
  }
  const base = await folderModel(project, folder.path, folder.name);
  const start = await resumeFrom(project, folder, base).catch((fault): StartingPoint => {
    if (!(fault instanceof NotResumableFault)) throw fault;
    return { base, beganRandom: false, restored: null };
  });
  const step = start.restored?.saved.state.step ?? -1;
  await refuseLater(project.files, runFolder, step, `${run_name} is to go on from ${restore_from}`);
  return start;
}

/**
 * The training of a checkpoint, to be resumed; `base` is the checkpoint's model, as `folderModel` describes it. Throws
 * NotResumableFault and TrainerStateFault.
 */
export async function resumeFrom(
  project: Project,
  { path }: Pick<ModelFolder, 'path'>,
  base: BaseModel,
): Promise<StartingPoint> {
  const saved = checkSaved(await readTrainer(project.files, path), path);
  return { base, beganRandom: saved.beganRandom, restored: { folder: path, saved } };
}

/** The model that the training of a checkpoint began with, as `model_name` had it. Throws NotResumableFault. */
export async function begunFrom(files: Files, folder: string): Promise<string> {
  const saved = (await readTrainer(files, folder)) as Partial<SavedTraining> | null;
  const model_name = saved?.settings?.model_name;
  if (typeof model_name === 'string') return model_name;
  throw new NotResumableFault(`${folder} does not say which model its training began with.`);
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
  if (!isWhole) throw new NotResumableFault(`${source} lacks settings of its training; go on from another checkpoint.`);
  return { ...saved, state: checkTrainerState(saved.state, source) };
}

async function refuseLater(files: Files, runFolder: string, step: number, intention: string): Promise<void> {
  const later = (await checkpointSteps(files, runFolder)).filter((saved) => saved > step);
  if (later.length === 0) return;
  throw new RunExistsFault(
    `${intention}, and ${runFolder} has model-${later.at(-1)} already, which would be lost: give another run_name, or move ` +
      'that folder away.',
  );
}
