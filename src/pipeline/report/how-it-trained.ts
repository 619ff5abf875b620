import { type Html, html } from '../../blog/report/html.ts';
import { byteCount, gigabytes } from '../../project/byte-count.ts';
import { duration } from '../../project/duration.ts';
import { trainSettings } from '../settings/train.ts';
import type { TrainingFacts } from '../train/training-facts.ts';
import { stepsOf } from './curves.ts';
import type { RecordedRun } from './read-run.ts';

type Row = readonly [name: string, value: string | number];

/** The data, time, memory, machine and settings of the newest training of a run. */
export function trainingSection(run: RecordedRun): Html {
  const { facts } = run;
  if (facts === null) {
    return html`<h2>How it was trained</h2>
<p>This run was trained by a version that did not record its settings, memory and machine.</p>`;
  }
  return html`<h2>How it was trained</h2>
${rowsTable([...modelRows(facts), ...datasetRows(run, facts), ...timeRows(run, facts), ...machineRows(facts)])}
${memoryTable(facts)}
${settingsTable(facts)}`;
}

function modelRows({ model, parameters, adapterRank }: TrainingFacts): Row[] {
  const what = adapterRank === null ? 'all of them trained' : `only an adapter of rank ${adapterRank} trained`;
  return [
    ['model', model],
    ['parameters', `${(parameters / 1e6).toFixed(1)} million, ${what}`],
  ];
}

function datasetRows({ state }: RecordedRun, { dataset, settings }: TrainingFacts): Row[] {
  const { posts, heldOutPosts, trainingTokens, validationTokens } = dataset;
  const count = (value: number) => value.toLocaleString('en');
  const held = heldOutPosts === 0 ? '' : `, ${count(heldOutPosts)} of them held out`;
  const words = state === null ? '' : `, ${count(state.corpus.words)} words`;
  const aside = validationTokens === 0 ? '' : `, and ${count(validationTokens)} held out`;
  return [
    ['dataset', settings.dataset.join(', ')],
    ['posts', `${count(posts)}${held}${words}`],
    ['tokens', `${count(trainingTokens)} to train on${aside}`],
  ];
}

function timeRows({ rows }: RecordedRun, { tokensPerStep, stepsPerEpoch, window }: TrainingFacts): Row[] {
  const steps = stepsOf(rows);
  const last = steps.at(-1);
  const each = `${tokensPerStep.toLocaleString('en')} tokens, in windows of ${window.toLocaleString('en')}`;
  if (last === undefined) return [['each step', each]];
  const speed =
    last.seconds > 0 ? `, ${Math.round(last.tokens / last.seconds).toLocaleString('en')} tokens a second` : '';
  return [
    ['each step', each],
    ['passes over the posts', (last.step / stepsPerEpoch).toFixed(1)],
    ['time', `${duration(rows.at(-1)!.seconds)}${speed}, with everything between the steps`],
  ];
}

function machineRows({ provenance, precision, totalBytes }: TrainingFacts): Row[] {
  const { device, platform, version } = provenance;
  // In a browser the amount is unknown.
  const memory = totalBytes === Number.MAX_SAFE_INTEGER ? '' : `, ${gigabytes(totalBytes)} of memory`;
  return [
    [
      'machine',
      [device, `matrix products in ${precision}`, platform].filter((part) => part !== '').join('; ') + memory,
    ],
    ['tpdne', version],
  ];
}

function rowsTable(rows: readonly Row[]): Html {
  return html`<table class="facts"><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</tbody></table>`;
}

/** What the training was expected to take: the plan's numbers, made before it started. */
function memoryTable({ memory, availableBytes }: TrainingFacts): Html {
  const { total, ...parts } = memory;
  const free = availableBytes === Number.MAX_SAFE_INTEGER ? '' : html`; ${gigabytes(availableBytes)} were free`;
  const rows = Object.entries(parts).map(([name, bytes]) => {
    const share = ((100 * bytes) / total).toFixed(1);
    return html`<tr><td>${name}</td><td class="number">${byteCount(bytes)}</td><td class="share"><i style="width:${share}%"></i></td></tr>\n`;
  });
  return html`<h3>Memory</h3>
<p>It was expected to take ${byteCount(total)}${free}.</p>
<table><thead><tr><th scope="col">for</th><th scope="col" class="number">bytes</th><th class="share"></th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** Every setting; those that differ from the defaults of `train` first. */
function settingsTable({ settings }: TrainingFacts): Html {
  const all = Object.entries(settings).map(([name, value]) => {
    const setting = (trainSettings as Readonly<Record<string, { readonly default?: unknown }>>)[name];
    return { name, value, isUsual: setting !== undefined && setting.default === value };
  });
  const rows = (isUsual: boolean): Row[] =>
    all.filter((one) => one.isUsual === isUsual).map(({ name, value }) => [name, written(value)]);
  return html`<h3>Settings</h3>
${rowsTable(rows(false))}
<details><summary>The other ${rows(true).length}, as they are by default</summary>${rowsTable(rows(true))}</details>`;
}

function written(value: unknown): string {
  if (value === null) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
