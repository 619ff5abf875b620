import { nodeProject } from '../../../node/project/node-project.ts';
import type { JobCommand, JobRequest } from '../../protocol.ts';
import { faultOf } from './fault-of.ts';
import { runInProcess } from './process-runner.ts';
import type { Reports, Runner, Running } from './runner.ts';

/** Commands that are done sooner than a process starts. */
const QUICK: ReadonlySet<JobCommand> = new Set(['approve', 'hold', 'discard', 'models', 'show', 'remove', 'init']);

/** Quick commands run here, the others in a process of their own. */
export const runJob: Runner = (request, reports) =>
  QUICK.has(request.command) ? runHere(request, reports) : runInProcess(request, reports);

function runHere(request: JobRequest, { onEvents, onEnd }: Reports): Running {
  const stop = new AbortController();
  const work = async () => {
    // It needs the whole pipeline: the studio opens sooner without.
    const { eventsOf, workOf } = await import('./job-work.ts');
    const project = nodeProject({ signal: stop.signal });
    for await (const event of eventsOf(await workOf(request, project))) onEvents([event]);
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
