import { type Html, html } from '../../blog/report/html.ts';
import { lineChart } from '../../blog/report/line-chart.ts';
import { duration } from '../../project/duration.ts';
import type { HistoryRow, StepRow, ValidationRow } from '../train/training-history.ts';
import { evenly, smoothed, stepsOf, thinned, validationsOf } from './curves.ts';
import type { RecordedRun } from './read-run.ts';
import { verdictOf } from './verdict.ts';

/** Rows of the table below the losses. */
const MOST_ROWS = 24;

/** The losses step by step, with a table of the same numbers. */
export function lossSection({ rows }: RecordedRun): Html {
  const [steps, validations] = [stepsOf(rows), validationsOf(rows)];
  if (rows.length === 0) return html``;
  const smooth = smoothed(steps.map(({ loss }) => loss));
  const { best } = verdictOf(rows);
  const lines = [
    { name: 'training loss', look: 'faint', points: thinned(steps.map(({ step, loss }) => ({ x: step, y: loss }))) },
    { name: 'smoothed', look: 'strong', points: thinned(steps.map(({ step }, i) => ({ x: step, y: smooth[i] }))) },
    {
      name: 'on held-out posts',
      look: 'second',
      points: validations.map(({ step, loss }) => ({ x: step, y: loss })),
      dots: true,
    },
  ] as const;
  const marked = best === null ? {} : { marked: { x: best.step, y: best.loss, label: `best ${best.loss.toFixed(2)}` } };
  const chart = lineChart({
    id: 'losses',
    title: 'Loss by step',
    description: describe(steps, smooth, validations),
    lines: lines.filter(({ points }) => points.length > 0),
    ...marked,
  });
  return html`<h2>Loss</h2>
${chart}
<p class="note">How surprising the next token was, in nats: lower is better. From left to right, training steps.</p>
${numbers(steps, smooth, validations)}`;
}

/** The chart in words. */
function describe(steps: readonly StepRow[], smooth: readonly number[], validations: readonly ValidationRow[]): string {
  const training =
    steps.length === 0
      ? ''
      : `The training loss goes from ${steps[0].loss.toFixed(2)} at step ${steps[0].step} to ${smooth.at(-1)!.toFixed(2)}, smoothed, at step ${steps.at(-1)!.step}.`;
  const heldOut = evenly(validations, MOST_ROWS).map(({ step, loss }) => `${loss.toFixed(2)} at step ${step}`);
  return `${training}${heldOut.length === 0 ? '' : ` On held-out posts it is ${heldOut.join(', ')}.`}`.trim();
}

interface TableRow {
  readonly step: number;
  readonly seconds: number;
  readonly smooth: number | null;
  readonly heldOut: number | null;
  readonly tokens: number | null;
  readonly learning_rate: number | null;
}

/** All validations, and steps between them, as far as there is room. */
function numbers(steps: readonly StepRow[], smooth: readonly number[], validations: readonly ValidationRow[]): Html {
  const found = new Map<number, TableRow>();
  const places = evenly(
    steps.map((_, i) => i),
    MOST_ROWS / 2,
  );
  for (const i of places) found.set(steps[i].step, rowOf(steps[i], smooth[i]));
  for (const validation of evenly(validations, MOST_ROWS)) {
    const { step, seconds, loss } = validation;
    const i = steps.findIndex((row) => row.step === step);
    const row = i < 0 ? { step, seconds, smooth: null, tokens: null, learning_rate: null } : rowOf(steps[i], smooth[i]);
    found.set(step, { ...row, heldOut: loss });
  }
  const rows = [...found.values()].sort((a, b) => a.step - b.step);
  const head = ['step', 'training loss, smoothed', 'on held-out posts', 'learning rate', 'tokens read', 'time'];
  return html`<details><summary>The numbers</summary><div class="scrolls" tabindex="0" role="region" aria-label="The losses as a table"><table>
<thead><tr>${head.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${[
        row.step,
        row.smooth === null ? '' : row.smooth.toFixed(3),
        row.heldOut === null ? '' : row.heldOut.toFixed(3),
        row.learning_rate === null ? '' : String(row.learning_rate),
        row.tokens ?? '',
        duration(row.seconds),
      ].map((cell) => html`<td class="number">${cell}</td>`)}</tr>\n`,
  )}</tbody></table></div></details>`;
}

function rowOf({ step, seconds, tokens, learning_rate }: StepRow, smooth: number): TableRow {
  return { step, seconds, smooth, heldOut: null, tokens, learning_rate: Number(learning_rate.toPrecision(3)) };
}

/** The learning rate step by step; the table of losses has its numbers. */
export function rateSection({ rows }: { readonly rows: readonly HistoryRow[] }): Html {
  const steps = stepsOf(rows);
  if (steps.length === 0) return html``;
  const rates = steps.map(({ learning_rate }) => learning_rate);
  const highest = rates.reduce((a, b) => Math.max(a, b));
  const at = steps[rates.indexOf(highest)].step;
  const chart = lineChart({
    id: 'rates',
    title: 'Learning rate by step',
    description: `It is ${brief(rates[0])} at step ${steps[0].step}, at most ${brief(highest)} at step ${at}, and ${brief(rates.at(-1)!)} at step ${steps.at(-1)!.step}.`,
    lines: [
      {
        name: 'learning rate',
        look: 'strong',
        points: thinned(steps.map(({ step }, i) => ({ x: step, y: rates[i] }))),
      },
    ],
    height: 180,
    fromZero: true,
  });
  return html`<h2>Learning rate</h2>
${chart}`;
}

function brief(value: number): string {
  return String(Number(value.toPrecision(3)));
}
