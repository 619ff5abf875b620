import { type Html, html } from '../../blog/report/html.ts';
import { htmlPage } from '../../blog/report/html-page.ts';
import { duration } from '../../project/duration.ts';
import { stepsOf } from './curves.ts';
import { trainingSection } from './how-it-trained.ts';
import { lossSection, rateSection } from './loss-charts.ts';
import type { RecordedRun } from './read-run.ts';
import { samplesSection } from './samples-table.ts';
import { verdictOf } from './verdict.ts';
import { postsSection } from './what-it-wrote.ts';

/** A self-contained page about the training of a run. */
export function trainingPage(run: RecordedRun): string {
  const body = html`<h1>The training of ${run.name}</h1>
<p class="lead">${verdictOf(run.rows).sentence}</p>
<dl class="numbers">
${numbersOf(run).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
${lossSection(run)}
${rateSection(run)}
${postsSection(run)}
${samplesSection(run)}
${trainingSection(run)}
<footer class="note">Written by tpdne report from checkpoint/${run.name}. This page loads nothing from the network.</footer>`;
  return htmlPage({ title: `The training of ${run.name}`, command: 'report', body });
}

function numbersOf({ rows, facts }: RecordedRun): [string, Html | string | number][] {
  const last = stepsOf(rows).at(-1);
  const { best } = verdictOf(rows);
  const steps = last?.step ?? rows.at(-1)?.step ?? 0;
  return [
    ['steps', steps],
    ...(facts === null
      ? []
      : [['passes over the posts', (steps / facts.stepsPerEpoch).toFixed(1)] as [string, string]]),
    ...(best === null ? [] : [[`best held-out loss, at step ${best.step}`, best.loss.toFixed(2)] as [string, string]]),
    ...(last === undefined ? [] : [['of training', duration(rows.at(-1)!.seconds)] as [string, string]]),
  ];
}
