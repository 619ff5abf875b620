import { type Html, html } from '../../blog/report/html.ts';
import type { Sample } from '../train/sample-history.ts';
import { validationsOf } from './curves.ts';
import type { RecordedRun } from './read-run.ts';

/** What the model wrote during its training: a column for each step, a row for each prompt and number. */
export function samplesSection({ rows, samples, sampledSteps }: RecordedRun): Html {
  if (samples.length === 0) return html``;
  const steps = [...new Set(samples.map(({ step }) => step))];
  const shown = steps.length === sampledSteps ? '' : ` ${steps.length} of ${sampledSteps} steps are shown.`;
  const losses = new Map(validationsOf(rows).map(({ step, loss }) => [step, loss]));
  const head = steps.map((step) => {
    const loss = losses.get(step);
    const measured = loss === undefined ? '' : html`<br>${loss.toFixed(2)} on held-out posts`;
    return html`<th scope="col">after ${step} ${step === 1 ? 'step' : 'steps'}${measured}</th>`;
  });
  return html`<h2>Samples during training</h2>
<p>What the model wrote on its way.${shown} Texts in a row were drawn with the same seed: only the model differs.</p>
<div class="scrolls samples" tabindex="0" role="region" aria-label="Samples by step"><table>
<thead><tr>${head}</tr></thead>
${byPrompt(samples).map(([prompt, ofPrompt]) => promptRows(prompt, ofPrompt, steps))}</table></div>`;
}

function byPrompt(samples: readonly Sample[]): [prompt: string, samples: Sample[]][] {
  const prompts = [...new Set(samples.map(({ prompt }) => prompt))];
  return prompts.map((prompt) => [prompt, samples.filter((sample) => sample.prompt === prompt)]);
}

function promptRows(prompt: string, samples: readonly Sample[], steps: readonly number[]): Html {
  const name = prompt === '' ? 'From the start of a post' : html`After “${prompt}”`;
  const numbers = [...new Set(samples.map(({ number }) => number))].sort((a, b) => a - b);
  const cell = (number: number, step: number) => {
    const found = samples.findLast((sample) => sample.number === number && sample.step === step);
    return html`<td>${found === undefined ? '' : textOf(found)}</td>`;
  };
  return html`<tbody><tr><th scope="rowgroup" colspan="${steps.length}">${name}</th></tr>
${numbers.map((number) => html`<tr>${steps.map((step) => cell(number, step))}</tr>\n`)}</tbody>
`;
}

/** A text whose prompt stands out. */
function textOf({ prompt, text }: Sample): Html {
  if (prompt === '' || !text.startsWith(prompt)) return html`${text.trim()}`;
  return html`<b>${prompt}</b>${text.slice(prompt.length).trimEnd()}`;
}
