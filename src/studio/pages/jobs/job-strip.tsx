import { isOver, type Job } from '../../protocol.ts';
import { stopJob } from '../core/api.ts';
import { useAction, useJobEvents, useJobs } from '../core/hooks.ts';
import { ProgressBar } from '../parts/progress.tsx';
import { nameOf, standingOf } from './describe.ts';

/** Jobs that are done at once, and so not worth a line. */
const SMALL = new Set(['doctor', 'models', 'show', 'posts', 'approve', 'hold', 'discard', 'init', 'remove']);

/** What is going on, on every page. */
export function JobStrip() {
  const jobs = useJobs().filter(({ command, state }) => !SMALL.has(command) && !isOver(state));
  if (jobs.length === 0) return null;
  return (
    <section class="job-strip" aria-label="What is going on">
      {jobs.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </section>
  );
}

function JobLine({ job }: { readonly job: Job }) {
  const standing = standingOf(useJobEvents(job.id));
  const stop = useAction(() => stopJob(job.id));
  const doing =
    job.state === 'queued' ? 'waits for its turn' : job.state === 'stopping' ? 'ends after this step' : standing.doing;
  return (
    <div class="job-line">
      <strong>{nameOf(job)}</strong>
      <span aria-live="off">{doing}</span>
      <ProgressBar share={job.state === 'queued' ? 0 : standing.share} label={`${nameOf(job)}: ${doing}`} />
      <button type="button" class="quiet" disabled={stop.isBusy} onClick={() => stop.run()}>
        {job.state === 'stopping' ? 'End at once' : 'Stop'}
      </button>
    </div>
  );
}
