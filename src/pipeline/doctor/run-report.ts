import { RunningAverage } from '../../engine/training/running-average.ts';
import { checkTrainerState } from '../../engine/training/trainer-state.ts';
import { ValidationHistory } from '../../engine/training/validation-history.ts';
import { Fault } from '../../fault.ts';
import { LOCK, runPlaces } from '../../project/checkpoint-names.ts';
import type { Files } from '../../project/files.ts';
import { pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { readTrainer } from '../models/checkpoints/checkpoint-folder.ts';
import { runNames } from '../models/checkpoints/find-runs.ts';
import { latestCheckpoint } from '../models/checkpoints/run-folder.ts';
import { RunRecord } from '../models/checkpoints/run-record.ts';
import { parseRunState, type RunState } from '../run/state.ts';
import type { RunReport } from './examination.ts';

/** Reports on every run in checkpoint/, in order of name. */
export async function runReports({ files, root }: Project): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  for (const name of await runNames(files, root))
    reports.push(await reportOf(files, name, runPlaces(root, name).checkpoints));
  return reports;
}

async function reportOf(files: Files, name: string, folder: string): Promise<RunReport> {
  const latest = await latestCheckpoint(files, folder);
  const isTraining = await files.isLocked(pathIn(folder, LOCK));
  const known = { name, steps: latest?.step ?? null, isTraining };
  try {
    const job = jobIn(await new RunRecord(files, folder, parseRunState).read());
    const losses = latest === null ? noLosses : await lossesIn(files, latest.path);
    return { ...known, ...losses, job, problem: null };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { ...known, ...noLosses, job: null, problem: fault.message };
  }
}

const noLosses = { loss: null, bestLoss: null } as const;

async function lossesIn(files: Files, checkpoint: string): Promise<Pick<RunReport, 'loss' | 'bestLoss'>> {
  const trainer = (await readTrainer(files, checkpoint)) as { readonly state?: unknown } | null;
  const { average, validations } = checkTrainerState(trainer?.state, `${checkpoint}/trainer.json`);
  return { loss: new RunningAverage(average).mean, bestLoss: new ValidationHistory(validations).best?.loss ?? null };
}

function jobIn(state: RunState | null): RunReport['job'] {
  if (state === null) return null;
  return { isTrained: state.trained !== null, isComplete: state.complete, written: state.written.length };
}
