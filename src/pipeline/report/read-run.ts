import { join } from 'pathe';
import { checkTrainerState } from '../../engine/training/trainer-state.ts';
import { Fault } from '../../fault.ts';
import { isRunName, runPlaces } from '../../project/checkpoint-names.ts';
import { nullIfMissing } from '../../project/null-if-missing.ts';
import { isFolder, textIfThere } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { readTrainer } from '../models/checkpoints/checkpoint-folder.ts';
import { newestRun } from '../models/checkpoints/find-runs.ts';
import { latestCheckpoint } from '../models/checkpoints/run-folder.ts';
import { RunRecord } from '../models/checkpoints/run-record.ts';
import { missingRun, NoModelFault } from '../models/find-model.ts';
import { parseRunState, type RunState } from '../run/state.ts';
import { readSampleHistory, type Sample } from '../train/sample-history.ts';
import { readFacts, type TrainingFacts } from '../train/training-facts.ts';
import { type HistoryRow, readHistory } from '../train/training-history.ts';
import { evenly } from './curves.ts';

/** Steps whose samples a report shows at most, evenly spaced over the training. */
const MOST_SAMPLED_STEPS = 12;

/** Everything that is on disk about a run. */
export interface RecordedRun {
  readonly name: string;
  /** In order of steps. Of runs from before there were histories, the validations alone. */
  readonly rows: readonly HistoryRow[];
  /** Null for a run from before they were written. */
  readonly facts: TrainingFacts | null;
  /** The state of `tpdne run`; null for a run of `tpdne train`. */
  readonly state: RunState | null;
  /** In order of steps. */
  readonly samples: readonly Sample[];
  /** How many steps have samples. */
  readonly sampledSteps: number;
}

/** Finds the run to report on: by its name, or the newest one. Throws NoModelFault. */
export async function findRun({ files, root }: Project, name: string | null): Promise<string> {
  const runs = join(root, 'checkpoint');
  const found = name ?? (await newestRun(files, runs));
  if (found === null) {
    throw new NoModelFault(`${runs} contains no run with a checkpoint. Train one with tpdne train or tpdne run.`);
  }
  if (isRunName(found) && (await isFolder(files, join(runs, found)))) return found;
  throw await missingRun(files, found, runs);
}

/** Reads what is on disk about a run. Throws NoModelFault if it was never trained, and RunRecordFault. */
export async function readRun(project: Project, name: string): Promise<RecordedRun> {
  const { files, root } = project;
  const { checkpoints, samples: samplesFolder } = runPlaces(root, name);
  const history = await readHistory(files, checkpoints);
  const rows = history.length > 0 ? history : await savedValidations(project, checkpoints);
  if (rows === null) {
    throw new NoModelFault(`The run ${name} in ${checkpoints} has recorded no step and has no checkpoint yet.`);
  }
  const state = await new RunRecord(files, checkpoints, parseRunState).read();
  const facts = await readFacts(files, checkpoints);
  const recorded = await readSampleHistory(files, checkpoints);
  const all = recorded.length > 0 ? recorded : await samplesIn(project, samplesFolder);
  return { name, rows, facts, state, ...shownSamples(all) };
}

/** The validations in the newest checkpoint; null without a checkpoint. */
async function savedValidations({ files }: Project, runFolder: string): Promise<HistoryRow[] | null> {
  const latest = await latestCheckpoint(files, runFolder);
  if (latest === null) return null;
  try {
    const saved = (await readTrainer(files, latest.path)) as { readonly state?: unknown };
    const { validations } = checkTrainerState(saved.state, latest.path);
    return validations.map(({ step, loss }) => ({ type: 'validation', step, seconds: 0, loss }));
  } catch (fault) {
    // Weights without a training say nothing about it.
    if (fault instanceof Fault) return [];
    throw fault;
  }
}

function shownSamples(all: readonly Sample[]): Pick<RecordedRun, 'samples' | 'sampledSteps'> {
  const steps = [...new Set(all.map(({ step }) => step))].sort((a, b) => a - b);
  const shown = evenly(steps, MOST_SAMPLED_STEPS);
  return {
    samples: shown.flatMap((step) => all.filter((sample) => sample.step === step)),
    sampledSteps: steps.length,
  };
}

/** The samples of a run from before there was a history of them: its files. */
async function samplesIn({ files }: Project, folder: string): Promise<Sample[]> {
  const entries = (await nullIfMissing(files.list(folder))) ?? [];
  const samples: Sample[] = [];
  for (const { name } of entries) {
    const step = /^samples-(\d+)$/.exec(name)?.[1];
    const file = step === undefined ? null : await textIfThere(files, join(folder, name));
    if (file === null) continue;
    samples.push(...textsIn(file).map((text, i) => ({ step: Number(step), prompt: '', number: i + 1, text })));
  }
  return samples;
}

/** The texts of a file of samples, without the lines above them; a file in another form is one text. */
function textsIn(file: string): string[] {
  const texts = file.split(/^=+ SAMPLE \d+ =+$/m).map((text) => text.trim());
  return texts.length === 1 ? texts : texts.slice(1);
}
