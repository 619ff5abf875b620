import type { Job, JobRequest, ProjectFacts, RunSummary } from '../../protocol.ts';

/** The run that a job trains: its setting, that of the config file, or the default of both commands. */
export function runOf({ command, settings }: Pick<Job, 'command' | 'settings'>, { config }: ProjectFacts): string {
  return String(settings.run_name ?? config?.settings[command]?.run_name ?? 'run1');
}

/** The same command again, which goes on where a job was: starting over once was enough. */
export function sameAgain({ command, settings }: Pick<Job, 'command' | 'settings'>): JobRequest {
  const { fresh: _, restore_from, ...others } = settings;
  const from = restore_from === undefined || restore_from === 'fresh' ? {} : { restore_from };
  return { command, settings: { ...others, ...from } };
}

/** What a page shows of trainings that are over: a run, and the job that trained it last; null for one from a terminal. */
export interface LastTraining {
  readonly run: string;
  readonly job: Job | null;
}

/** The training that ended last, by a job or in a terminal; null before the first. `runs`: the newest first. */
export function lastTraining(
  runs: readonly Pick<RunSummary, 'name' | 'changed'>[],
  job: Job | null,
  project: ProjectFacts,
): LastTraining | null {
  const [newest] = runs;
  const run = job === null ? null : runOf(job, project);
  // A run that was deleted since has nothing to show.
  const isGone = job?.state === 'done' && !runs.some(({ name }) => name === run);
  const ofJob = run === null || isGone ? null : { run, job };
  if (newest === undefined) return ofJob;
  // A job that was stopped while it read posts has left no run.
  if (ofJob !== null && (ofJob.run === newest.name || (ofJob.job?.ended ?? '') >= newest.changed)) return ofJob;
  return { run: newest.name, job: null };
}
