import { useState } from 'preact/hooks';
import { commandLine } from '../../command-line.ts';
import { isOver, type RunSummary } from '../../protocol.ts';
import { startJob } from '../core/api.ts';
import { useAction, useGet, useJobEvents, useJobs } from '../core/hooks.ts';
import { standingOf } from '../jobs/describe.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Field, type SettingFacts } from '../parts/field.tsx';
import { Problem } from '../parts/problem.tsx';
import { ProgressBar } from '../parts/progress.tsx';
import { exportName } from './export-name.ts';

/** What the form asks for, with words for people. */
const FIELDS: Readonly<Record<string, string>> = {
  to: 'For which software',
  out: 'Where to',
  checkpoint: 'Which checkpoint',
  dtype: 'Number format',
  modelfile: 'With a Modelfile for Ollama',
};

const USUAL_FORMAT = 'gguf';

/** Writes the model of a run for other software: `tpdne export`. */
export function ExportForm({ run, program }: { readonly run: RunSummary; readonly program: string }) {
  const table = useGet<SettingFacts[]>('/settings/export');
  const [given, setGiven] = useState<Readonly<Record<string, unknown>>>({ to: USUAL_FORMAT });
  const [id, setId] = useState<string | null>(null);
  const settings = { out: exportName(run.name, String(given.to ?? USUAL_FORMAT)), run: run.name, ...defined(given) };
  const job = useJobs().find((each) => each.id === id) ?? null;
  const events = useJobEvents(id);
  const begin = useAction(async () => setId((await startJob('export', settings)).id));
  const fields = Object.keys(FIELDS).flatMap((name) => table.value?.find((setting) => setting.name === name) ?? []);
  const written = events.find(({ type }) => type === 'exported')?.paths as readonly string[] | undefined;
  const { doing, share } = standingOf(events);
  const isRunning = job !== null && !isOver(job.state);
  return (
    <section class="card" aria-labelledby="export-title">
      <h2 id="export-title">Use it elsewhere</h2>
      <details>
        <summary>Export the model for other software</summary>
        <div class="fields export-fields">
          {fields.map((setting) => (
            <Field
              key={setting.name}
              setting={setting}
              value={given[setting.name]}
              usual={setting.name === 'out' ? settings.out : undefined}
              onChange={(value) => setGiven((before) => ({ ...before, [setting.name]: value }))}
              label={FIELDS[setting.name]}
            />
          ))}
        </div>
        <button type="button" disabled={begin.isBusy || isRunning || run.steps === null} onClick={() => begin.run()}>
          Export
        </button>
        {isRunning && <ProgressBar share={share} label={`Exporting: ${doing}`} />}
        {written !== undefined && <p aria-live="polite">Written: {written.join(', ')}</p>}
        <Problem text={begin.problem ?? job?.fault?.message ?? table.problem} />
        <CommandLine line={commandLine('export', settings, program)} />
      </details>
    </section>
  );
}

function defined(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
