import type { RunHistory, RunSummary } from '../../protocol.ts';
import { useActiveJob, useGet, useJobs, useProject } from '../core/hooks.ts';
import { address } from '../core/router.ts';
import { ago, bytes, counted } from '../core/words.ts';
import { runOf } from '../learn/run-of.ts';
import { TrainingView } from '../learn/training-view.tsx';
import { CommandLine } from '../parts/command-line.tsx';
import { ExportForm } from './export-form.tsx';
import { RunActions } from './run-actions.tsx';
import { RunCheckpoints } from './run-checkpoints.tsx';
import { RunSettings } from './run-settings.tsx';

/** One run: how it learned, with which settings, and what can be done with it. `runs`: null until they are loaded. */
export function RunPage({ name, runs }: { readonly name: string; readonly runs: readonly RunSummary[] | null }) {
  const project = useProject();
  const active = useActiveJob('run', 'train');
  const jobs = useJobs();
  const history = useGet<RunHistory>(`/runs/${encodeURIComponent(name)}/history`, [
    runs?.find((each) => each.name === name)?.changed,
  ]);
  const run = runs?.find((each) => each.name === name) ?? null;
  const facts = project.value;
  const isOfRun = (job: (typeof jobs)[number]) =>
    (job.command === 'run' || job.command === 'train') && facts !== null && runOf(job, facts) === name;
  const last = jobs.findLast(isOfRun) ?? null;
  return (
    <>
      <p>
        <a href={address('runs')}>All runs</a>
      </p>
      <h1>{name}</h1>
      {runs !== null && run === null && <p class="problem">There is no run {name} in checkpoint/.</p>}
      {run !== null && (
        <>
          <p class="run-facts">
            {[
              run.startedFrom === null ? null : `started from ${run.startedFrom}`,
              run.steps === null ? 'no checkpoint yet' : counted(run.steps, 'step'),
              run.job === null ? null : counted(run.job.written, 'draft'),
              `${bytes(run.bytes)} on disk`,
              `changed ${ago(run.changed)}`,
            ]
              .filter((fact) => fact !== null)
              .join(' · ')}
          </p>
          {run.problem !== null && <p class="problem">{run.problem}</p>}
          {facts !== null && <RunActions run={run} last={last} history={history.value} isBusy={active !== null} />}
          <TrainingView run={name} job={active !== null && isOfRun(active) ? active : null} />
          <RunCheckpoints run={run} history={history.value} />
          {facts !== null && <ExportForm key={name} run={run} history={history.value} program={facts.program} />}
          <RunSettings history={history.value} />
          <CommandLine line={`${facts?.program ?? 'tpdne'} show ${name}`} />
        </>
      )}
    </>
  );
}
