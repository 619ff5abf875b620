import type { Project } from '../../../project/project.ts';
import type { JobCommand, JobRequest } from '../../protocol.ts';
import { faultOf } from './fault-of.ts';
import type { Reports, Runner, Running, StartProcess } from './runner.ts';

/** Commands that are done sooner than a process starts. */
const QUICK: ReadonlySet<JobCommand> = new Set(['approve', 'hold', 'discard', 'models', 'show', 'remove', 'init']);

export interface JobRunnerOptions {
  readonly start: StartProcess;
  /** The project of a command that this signal stops. */
  readonly projectWith: (signal: AbortSignal) => Project;
}

/** Quick commands run here, the others in a process of their own. */
export function jobRunner({ start, projectWith }: JobRunnerOptions): Runner {
  return (request, reports) =>
    QUICK.has(request.command) ? runHere(request, reports, projectWith) : start({ type: 'start', request }, reports);
}

function runHere(
  request: JobRequest,
  { onEvents, onEnd }: Reports,
  projectWith: JobRunnerOptions['projectWith'],
): Running {
  const stop = new AbortController();
  const work = async () => {
    // It needs the whole pipeline: the studio opens sooner without.
    const { eventsOf, workOf } = await import('./job-work.ts');
    for await (const event of eventsOf(await workOf(request, projectWith(stop.signal)))) onEvents([event]);
  };
  // Reports come after this function has returned, as those of a process do.
  void Promise.resolve()
    .then(work)
    .then(
      () => onEnd(null),
      (error: unknown) => onEnd(stop.signal.aborted ? null : faultOf(error)),
    );
  return { pid: null, stop: () => stop.abort(), kill: () => stop.abort() };
}
