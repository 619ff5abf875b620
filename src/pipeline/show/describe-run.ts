import { basename, join } from 'pathe';
import { RunningAverage } from '../../engine/training/running-average.ts';
import { ValidationHistory } from '../../engine/training/validation-history.ts';
import { Fault } from '../../fault.ts';
import { checkpointName, LOCK, TRAINER } from '../../project/checkpoint-names.ts';
import { folderBytes } from '../../project/folder-bytes.ts';
import { exists } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { treeBytes } from '../../project/tree-bytes.ts';
import {
  bestCheckpoint,
  checkpointSteps,
  latestCheckpoint,
  type SavedCheckpoint,
} from '../models/checkpoints/run-folder.ts';
import { RunRecord } from '../models/checkpoints/run-record.ts';
import { parseRunState } from '../run/state.ts';
import { readSaved } from '../train/restore-training.ts';
import { readSampleHistory, type Sample } from '../train/sample-history.ts';
import { describeModel } from './describe-model.ts';
import type { ModelShown, RunShown, TrainingShown } from './shown.ts';

/** A run, and which of its checkpoints is wanted; null: the newest. */
export interface RunPlace {
  /** Of the folder, like checkpoint/<name>. */
  readonly path: string;
  readonly step: number | null;
}

/** Describes a run. What cannot be read becomes its `problem`. */
export async function describeRun(project: Project, { path, step: wanted }: RunPlace): Promise<RunShown> {
  const name = basename(path);
  const { files } = project;
  const best = await bestCheckpoint(files, path);
  const checkpoints: RunShown['checkpoints'][number][] = [];
  for (const step of await checkpointSteps(files, path)) {
    const bytes = await folderBytes(files, join(path, checkpointName(step)));
    checkpoints.push({ step, bytes, isBest: step === best?.step });
  }
  const problems: string[] = [];
  const orProblem = async <Value>(reading: Promise<Value>): Promise<Value | null> => {
    try {
      return await reading;
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      problems.push(fault.message);
      return null;
    }
  };
  const checkpoint =
    wanted === null ? await latestCheckpoint(files, path) : { step: wanted, path: join(path, checkpointName(wanted)) };
  const training = checkpoint === null ? null : await orProblem(describeTraining(project, checkpoint.path));
  const model = checkpoint === null ? null : await orProblem(modelOf(project, checkpoint, name));
  const state = await orProblem(new RunRecord(files, path, parseRunState).read());
  return {
    type: 'run-shown',
    name,
    path,
    isTraining: await files.isLocked(join(path, LOCK)),
    checkpoints,
    step: checkpoint?.step ?? null,
    bytes: await treeBytes(files, path),
    training,
    samples: checkpoint === null ? [] : await samplesUpTo(project, path, checkpoint.step),
    job:
      state === null
        ? null
        : { isTrained: state.trained !== null, isComplete: state.complete, written: state.written.length },
    model,
    problem: problems.length === 0 ? null : problems.join(' '),
  };
}

/** The samples of the last step up to this one that has any. */
async function samplesUpTo({ files }: Project, runFolder: string, last: number): Promise<Sample[]> {
  const samples = (await readSampleHistory(files, runFolder)).filter(({ step }) => step <= last);
  return samples.filter(({ step }) => step === samples.at(-1)!.step);
}

/** The training of a checkpoint; null if it has weights only. Throws NotResumableFault, TrainerStateFault if it is damaged. */
async function describeTraining({ files }: Project, folder: string): Promise<TrainingShown | null> {
  if (!(await exists(files, join(folder, TRAINER)))) return null;
  const { state, settings, trainingTokens, beganRandom, precision, provenance } = await readSaved(files, folder);
  const { average, validations } = state;
  return {
    step: state.step,
    tokens: state.tokens,
    loss: new RunningAverage(average).mean,
    validations,
    best: new ValidationHistory(validations).best,
    startedFrom: settings.model_name!,
    beganRandom,
    trainingTokens,
    precision: precision ?? null,
    settings,
    provenance: provenance ?? null,
  };
}

function modelOf(project: Project, { path, step }: SavedCheckpoint, run: string): Promise<ModelShown> {
  return describeModel(project, { path, step, name: `${run}/${checkpointName(step)}` });
}
