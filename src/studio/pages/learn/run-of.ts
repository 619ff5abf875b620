import type { Job, JobRequest, ProjectFacts } from '../../protocol.ts';

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
