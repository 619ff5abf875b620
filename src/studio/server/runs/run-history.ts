import { stepsOf, validationsOf } from '../../../pipeline/report/curves.ts';
import { type RecordedRun, readRun } from '../../../pipeline/report/read-run.ts';
import { verdictOf } from '../../../pipeline/report/verdict.ts';
import { runPlaces, TRAINING_TEXT } from '../../../project/checkpoint-names.ts';
import { nullIfMissing } from '../../../project/null-if-missing.ts';
import { pathIn } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import type { RunHistory } from '../../protocol.ts';
import { savedSettings } from './saved-settings.ts';

/** Of a run that has not made its first step. */
export function emptyHistory(name: string): RunHistory {
  return {
    name,
    steps: [],
    seconds: [],
    tokens: [],
    losses: [],
    validations: [],
    verdict: verdictOf([]),
    facts: null,
    settings: null,
    bytesPerToken: null,
  };
}

/** The history of a run as columns: a tenth of the characters of rows. Throws the faults of `readRun`. */
export async function runHistory(project: Project, name: string): Promise<RunHistory> {
  const run = await readRun(project, name);
  const steps = stepsOf(run.rows);
  return {
    name,
    steps: steps.map(({ step }) => step),
    seconds: steps.map(({ seconds }) => seconds),
    tokens: steps.map(({ tokens }) => tokens),
    losses: steps.map(({ loss }) => loss),
    validations: validationsOf(run.rows).map(({ step, seconds, loss }) => ({ step, seconds, loss })),
    verdict: verdictOf(run.rows),
    facts: run.facts,
    settings: run.facts?.settings ?? (await savedSettings(project, name)),
    bytesPerToken: await bytesPerToken(project, run),
  };
}

/** Of the held-out posts; of all posts of a run of `run` from before theirs were recorded. */
async function bytesPerToken({ files, root }: Project, { name, state, facts }: RecordedRun): Promise<number | null> {
  const { validationBytes = 0, validationTokens = 0 } = facts?.dataset ?? {};
  if (validationBytes > 0 && validationTokens > 0) return validationBytes / validationTokens;
  const text = await nullIfMissing(files.stat(pathIn(runPlaces(root, name).checkpoints, TRAINING_TEXT)));
  return state === null || text === null || state.corpus.tokens === 0 ? null : text.bytes / state.corpus.tokens;
}
