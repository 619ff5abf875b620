import { useMemo, useState } from 'preact/hooks';
import type { RunHistory } from '../../protocol.ts';
import { type Axis, placeInWords, placesOn } from './axes.ts';
import { AxisChoice } from './axis-choice.tsx';
import { LineChart } from './line-chart.tsx';
import type { PlotLine, PlotMark } from './line-plot.ts';
import { smoothed, USUAL_SMOOTHING } from './smoothing.ts';

type Shown = 'held-out' | 'training' | 'both';

const CHOICES: readonly (readonly [Shown, string])[] = [
  ['held-out', 'on held-out posts'],
  ['training', 'while training, smoothed'],
  ['both', 'both'],
];

const COLOURS = 6;

const NO_MARKS: readonly PlotMark[] = [];

/** The losses of several runs, laid over one another. */
export function RunsChart({ histories }: { readonly histories: readonly RunHistory[] }) {
  const [axis, setAxis] = useState<Axis>('steps');
  const [shown, setShown] = useState<Shown>('both');
  const hasPasses = histories.every(({ facts }) => facts !== null);
  const lines = useMemo(() => linesOf(histories, axis, shown), [histories, axis, shown]);
  return (
    <>
      <div class="chart-options">
        <AxisChoice axis={axis} hasPasses={hasPasses} onChange={setAxis} />
        <label>
          Loss
          <select value={shown} onChange={({ currentTarget }) => setShown(currentTarget.value as Shown)}>
            {CHOICES.map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </div>
      <LineChart
        lines={lines}
        marks={NO_MARKS}
        axis={axis}
        label={`Loss of ${histories.map(({ name }) => name).join(', ')}`}
        placeInWords={(x) => placeInWords(axis, x)}
      />
    </>
  );
}

function linesOf(histories: readonly RunHistory[], axis: Axis, shown: Shown): PlotLine[] {
  const training: PlotLine[] = [];
  const heldOut: PlotLine[] = [];
  for (const [i, history] of histories.entries()) {
    const colour = `--chart-${(i % COLOURS) + 1}`;
    const places = placesOn(axis, history, history.facts?.stepsPerEpoch ?? null);
    const both = shown === 'both';
    training.push({
      name: both ? `${history.name}, training` : history.name,
      look: both ? 'faint' : 'strong',
      isNoisy: true,
      colour,
      xs: places.steps,
      ys: smoothed(history.losses, USUAL_SMOOTHING),
    });
    heldOut.push({
      name: both ? `${history.name}, held out` : history.name,
      look: 'points',
      isNoisy: false,
      colour,
      xs: places.validations,
      ys: history.validations.map(({ loss }) => loss),
    });
  }
  const chosen = [...(shown === 'held-out' ? [] : training), ...(shown === 'training' ? [] : heldOut)];
  return chosen.filter(({ xs }) => xs.length > 0);
}
