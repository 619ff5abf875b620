import { Suspense } from 'preact/compat';
import { useState } from 'preact/hooks';
import type { RunHistory, RunSummary } from '../../protocol.ts';
import { RunsChart } from '../chart/lazy-charts.tsx';
import { get } from '../core/api.ts';
import { useLoaded } from '../core/hooks.ts';
import { address } from '../core/router.ts';
import { ago, bytes } from '../core/words.ts';
import { Problem } from '../parts/problem.tsx';
import { Term } from '../parts/term.tsx';
import { bitsPerByte, whyNoBits } from './bits-per-byte.ts';

/** Runs whose curves are shown at first. */
const FIRST_SHOWN = 3;

/** The runs as a table, and the curves of those that are chosen in one chart. */
export function RunsOverview({ runs }: { readonly runs: readonly RunSummary[] }) {
  const [chosen, setChosen] = useState<readonly string[]>(runs.slice(0, FIRST_SHOWN).map(({ name }) => name));
  const shown = runs.map(({ name }) => name).filter((name) => chosen.includes(name));
  const all = useHistories(runs);
  const histories = (all.value ?? []).filter(({ name }) => shown.includes(name));
  const choose = (name: string, isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, name] : before.filter((each) => each !== name)));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
      <section class="card runs-table" aria-label="All runs" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th>in the chart</th>
              <th>run</th>
              <th>started from</th>
              <th class="number">steps</th>
              <th class="number">best held-out loss</th>
              <th class="number">bits per byte</th>
              <th class="number">on disk</th>
              <th>changed</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow
                key={run.name}
                run={run}
                history={all.value?.find(({ name }) => name === run.name) ?? null}
                isChosen={chosen.includes(run.name)}
                onChoose={(isChosen) => choose(run.name, isChosen)}
              />
            ))}
          </tbody>
        </table>
      </section>
      <p class="small">
        A <Term name="run" /> begins with a <Term name="base model" />. <Term name="held-out loss">Held-out loss</Term>{' '}
        compares runs of the same model, and <Term name="bits per byte" /> those of all models.
      </p>
      <Problem text={all.problem} />
      {histories.some(({ steps, validations }) => steps.length + validations.length > 0) && (
        <section class="card" aria-labelledby="curves-title">
          <h2 id="curves-title">How they learned</h2>
          <Suspense fallback={<p class="waiting">Loading the chart …</p>}>
            <RunsChart histories={histories} />
          </Suspense>
        </section>
      )}
      <p>
        <a class="button" href={address('runs', ['compare'])}>
          Compare two side by side
        </a>
      </p>
    </>
  );
}

interface RunRowProps {
  readonly run: RunSummary;
  readonly history: RunHistory | null;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

function RunRow({ run, history, isChosen, onChoose }: RunRowProps) {
  const { name, steps, bestLoss, isTraining, startedFrom, problem } = run;
  const best = history === null ? null : bitsPerByte(history, history.verdict.best?.step ?? null);
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Show ${name} in the chart`}
          checked={isChosen}
          onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
        />
      </td>
      <td>
        <a href={address('runs', ['run', name])}>{name}</a>
        {isTraining && <span class="badge fits">learning</span>}
        {problem !== null && <p class="warning">{problem}</p>}
      </td>
      <td>{startedFrom ?? '—'}</td>
      <td class="number">{steps?.toLocaleString('en') ?? 'none yet'}</td>
      <td class="number">{bestLoss?.toFixed(3) ?? '—'}</td>
      <td class="number">
        {best === null ? <Unknown because={history === null ? null : whyNoBits(history)} /> : best.toFixed(3)}
      </td>
      <td class="number">{bytes(run.bytes)}</td>
      <td>{ago(run.changed)}</td>
    </tr>
  );
}

/** A dash for a number that is not known, with the reason. */
function Unknown({ because }: { readonly because: string | null }) {
  return because === null ? <>—</> : <Term because={because}>—</Term>;
}

/** The histories of all runs, loaded again when a run has changed. */
function useHistories(runs: readonly RunSummary[]) {
  const load = (signal: AbortSignal) =>
    Promise.all(runs.map(({ name }) => get<RunHistory>(`/runs/${encodeURIComponent(name)}/history`, signal)));
  return useLoaded(load, [runs.map(({ name, changed, steps }) => `${name} ${changed} ${steps}`).join('\n')]);
}
