import { useState } from 'preact/hooks';
import type { AnyEvent, Job, JobRequest, RunHistory, RunSummary } from '../../protocol.ts';
import { request, startJob } from '../core/api.ts';
import { ask, useAction } from '../core/hooks.ts';
import { go } from '../core/router.ts';
import { saveFile } from '../core/save-file.ts';
import { transport } from '../core/transport.ts';
import { bytes } from '../core/words.ts';
import { sameAgain } from '../learn/run-of.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';

export interface RunActionsProps {
  readonly run: RunSummary;
  /** The last job that trained it; null if the studio knows none. */
  readonly last: Job | null;
  readonly history: RunHistory | null;
  /** Whether a training is going on. */
  readonly isBusy: boolean;
}

/** What can be done with a run: go on, report on it, delete it. */
export function RunActions({ run, last, history, isBusy }: RunActionsProps) {
  const [removal, setRemoval] = useState<AnyEvent | null>(null);
  const resume = useAction(async () => {
    const { command, settings } = resuming(run, last, history);
    await startJob(command, settings);
    go('learn');
  });
  const report = useAction(() => ask('report', { run: run.name }));
  const look = useAction(async () => {
    // Without `yes`, the command only says what it would delete.
    const events = await ask('remove', { run: run.name });
    setRemoval(events.find(({ type }) => type === 'removal-found') ?? null);
  });
  const remove = useAction(async () => {
    await ask('remove', { run: run.name, yes: true });
    go('runs');
  });
  const download = useAction(async () => {
    const answer = await request(`/api/runs/${encodeURIComponent(run.name)}/report`, {});
    saveFile(`${run.name}.html`, await answer.blob());
  });
  return (
    <div class="run-actions">
      <button type="button" disabled={resume.isBusy || isBusy || run.isTraining} onClick={() => resume.run()}>
        Go on learning
      </button>
      {run.hasReport && transport().place === 'tab' && (
        <button type="button" disabled={download.isBusy} onClick={() => download.run()}>
          Download the report
        </button>
      )}
      {run.hasReport && transport().place === 'folder' && (
        <a
          class="button"
          href={`/api/runs/${encodeURIComponent(run.name)}/report`}
          target="_blank"
          rel="noopener noreferrer"
        >
          Open the report
        </a>
      )}
      <button type="button" disabled={report.isBusy} onClick={() => report.run()}>
        {report.isBusy ? 'Writing the report …' : run.hasReport ? 'Write the report again' : 'Write a report'}
      </button>
      <button type="button" class="danger" disabled={look.isBusy || run.isTraining} onClick={() => look.run()}>
        Delete …
      </button>
      <Problem text={resume.problem ?? report.problem ?? download.problem ?? look.problem ?? remove.problem} />
      {removal !== null && (
        <Dialog title={`Delete ${run.name}?`} onClose={() => setRemoval(null)}>
          <p>
            This frees {bytes(Number(removal.bytes))}: {(removal.paths as readonly string[]).join(' and ')}. What it has
            learned is lost; drafts that it wrote stay.
          </p>
          <form method="dialog" class="dialog-buttons">
            <button type="submit">Keep it</button>
            <button type="submit" class="danger" onClick={() => remove.run()}>
              Delete it
            </button>
          </form>
        </Dialog>
      )}
    </div>
  );
}

/** The same command again: that of the last job, or of what is recorded about a training from a terminal. */
function resuming(run: RunSummary, last: Job | null, history: RunHistory | null): JobRequest {
  if (last !== null) return sameAgain(last);
  const { name: run_name, job } = run;
  if (job !== null || history?.settings == null) return { command: 'run', settings: { run_name } };
  return { command: 'train', settings: { ...history.settings, run_name, restore_from: 'latest' } };
}
