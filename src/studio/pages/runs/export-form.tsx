import { useEffect, useRef, useState } from 'preact/hooks';
import { commandLine } from '../../command-line.ts';
import { isOver, type RunHistory, type RunSummary } from '../../protocol.ts';
import { startJob } from '../core/api.ts';
import { downloadExport } from '../core/download-export.ts';
import { useAction, useGet, useJobEvents, useJobs } from '../core/hooks.ts';
import { transport } from '../core/transport.ts';
import { fileName } from '../core/words.ts';
import { standingOf } from '../jobs/describe.ts';
import { CommandLine } from '../parts/command-line.tsx';
import { Field, type SettingFacts } from '../parts/field.tsx';
import { Problem } from '../parts/problem.tsx';
import { ProgressBar } from '../parts/progress.tsx';
import { exportName, isReadHere, usualFormat } from './export-name.ts';

/** What the form asks for, with words for people. */
const FIELDS: Readonly<Record<string, string>> = {
  to: 'For which software',
  out: 'Where to',
  checkpoint: 'Which checkpoint',
  dtype: 'Number format',
  modelfile: 'With a Modelfile for Ollama',
};

/** What a tab does not ask for: it saves one file where the browser saves downloads. */
const NOT_IN_TABS: ReadonlySet<string> = new Set(['out', 'modelfile']);

export interface ExportFormProps {
  readonly run: RunSummary;
  readonly history: RunHistory | null;
  readonly program: string;
}

/** Writes the model of a run for other software: `tpdne export`. In a tab the browser saves it. */
export function ExportForm({ run, history, program }: ExportFormProps) {
  const isTab = transport().place === 'tab';
  const rank = history?.facts?.adapterRank ?? null;
  const [given, setGiven] = useState<Readonly<Record<string, unknown>>>({});
  const to = String(given.to ?? usualFormat(isTab, rank !== null));
  const settings = { out: exportName(run.name, to), run: run.name, ...defined(given), to };
  const { begin, job, written, standing, saving } = useExport(settings, isTab);
  const isRunning = job !== null && !isOver(job.state);
  return (
    <section class="card" aria-labelledby="export-title">
      <h2 id="export-title">{isTab ? 'Take it with you' : 'Use it elsewhere'}</h2>
      <details open={isTab}>
        <summary>{isTab ? 'Download the model' : 'Export the model for other software'}</summary>
        <ExportFields given={{ ...given, to }} out={settings.out} onChange={setGiven} isTab={isTab} />
        <button
          type="button"
          disabled={begin.isBusy || isRunning || saving.isBusy || run.steps === null}
          onClick={() => begin.run()}
        >
          {isTab ? 'Download' : 'Export'}
        </button>
        {isRunning && <ProgressBar share={standing.share} label={`Exporting: ${standing.doing}`} />}
        {saving.isBusy && <p aria-live="polite">It is being packed …</p>}
        {written !== undefined && !isTab && <p aria-live="polite">Written: {written.join(', ')}</p>}
        <Problem text={begin.problem ?? job?.fault?.message ?? saving.problem} />
        {isTab && isReadHere(to) && (
          <Unpacked out={settings.out} base={to === 'peft' ? run.startedFrom : null} program={program} />
        )}
        {!isTab && <CommandLine line={commandLine('export', settings, program)} />}
      </details>
    </section>
  );
}

/** The job that exports, and in a tab the download of what it has written. */
function useExport(settings: Readonly<Record<string, unknown>>, isTab: boolean) {
  const [id, setId] = useState<string | null>(null);
  const job = useJobs().find((each) => each.id === id) ?? null;
  const events = useJobEvents(id);
  const begin = useAction(async () => setId((await startJob('export', settings)).id));
  const written = events.find(({ type }) => type === 'exported')?.paths as readonly string[] | undefined;
  const saving = useAction(downloadExport);
  const saved = useRef<string | null>(null);
  const isReady = isTab && job?.state === 'done' && written !== undefined && saved.current !== id;
  useEffect(() => {
    if (!isReady) return;
    saved.current = id;
    saving.run(written[0]);
  }, [isReady]);
  return { begin, job, written, saving, standing: standingOf(events) };
}

interface ExportFieldsProps {
  readonly given: Readonly<Record<string, unknown>>;
  readonly out: string;
  readonly onChange: (values: Readonly<Record<string, unknown>>) => void;
  readonly isTab: boolean;
}

function ExportFields({ given, out, onChange, isTab }: ExportFieldsProps) {
  const table = useGet<SettingFacts[]>('/settings/export');
  const names = Object.keys(FIELDS).filter((name) => !isTab || !NOT_IN_TABS.has(name));
  const fields = names.flatMap((name) => table.value?.find((setting) => setting.name === name) ?? []);
  return (
    <div class="fields export-fields">
      <Problem text={table.problem} />
      {fields.map((setting) => (
        <Field
          key={setting.name}
          setting={setting}
          value={given[setting.name]}
          usual={setting.name === 'out' ? out : undefined}
          onChange={(value) => onChange({ ...given, [setting.name]: value })}
          label={FIELDS[setting.name]}
        />
      ))}
    </div>
  );
}

/** How a downloaded model is used on a computer. `base`: the model that an adapter needs; null for a whole model. */
function Unpacked(props: { readonly out: string; readonly base: string | null; readonly program: string }) {
  const { out, base, program } = props;
  const name = fileName(out);
  return (
    <>
      <p>
        {name.includes('.')
          ? 'On your computer, this writes with it:'
          : 'On your computer, unpack it; then this writes:'}
        {base !== null && ` It also needs ${base}, in the folder models/ there.`}
      </p>
      <CommandLine label="In a terminal" line={commandLine('generate', { model_name: `./${name}` }, program)} />
    </>
  );
}

function defined(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
