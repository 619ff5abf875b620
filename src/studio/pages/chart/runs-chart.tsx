import { useMemo, useState } from 'preact/hooks';
import type { RunHistory } from '../../protocol.ts';
import { inBits } from '../runs/bits-per-byte.ts';
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

type Unit = 'loss' | 'bits';

const COLOURS = 6;

const NO_MARKS: readonly PlotMark[] = [];

/** The losses of several runs, laid over one another. */
export function RunsChart({ histories }: { readonly histories: readonly RunHistory[] }) {
  const [axis, setAxis] = useState<Axis>('steps');
  const [shown, setShown] = useState<Shown>('both');
  const [unit, setUnit] = useState<Unit>('loss');
  const unknown = histories.filter(({ bytesPerToken }) => bytesPerToken === null);
  const hasPasses = histories.every(({ facts }) => facts !== null);
  const lines = useMemo(() => linesOf(histories, axis, shown, unit), [histories, axis, shown, unit]);
  return (
    <>
      <div class="chart-options">
        <AxisChoice axis={axis} hasPasses={hasPasses} onChange={setAxis} />
        {unknown.length < histories.length && (
          <label>
            In
            <select value={unit} onChange={({ currentTarget }) => setUnit(currentTarget.value as Unit)}>
              <option value="loss">loss per token</option>
              <option value="bits">bits per byte</option>
            </select>
          </label>
        )}
        <label>
          Measured
          <select value={shown} onChange={({ currentTarget }) => setShown(currentTarget.value as Shown)}>
            {CHOICES.map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </div>
      {unit === 'bits' && unknown.length > 0 && (
        <p class="small">Not shown: {unknown.map(({ name }) => name).join(', ')}, whose bytes were not recorded.</p>
      )}
      <LineChart
        lines={lines}
        marks={NO_MARKS}
        axis={axis}
        label={`${unit === 'bits' ? 'Bits per byte' : 'Loss'} of ${histories.map(({ name }) => name).join(', ')}`}
        placeInWords={(x) => placeInWords(axis, x)}
      />
    </>
  );
}

/** In bits per byte, runs of which these are not known have no line. */
function linesOf(histories: readonly RunHistory[], axis: Axis, shown: Shown, unit: Unit): PlotLine[] {
  const training: PlotLine[] = [];
  const heldOut: PlotLine[] = [];
  for (const [i, history] of histories.entries()) {
    const { bytesPerToken } = history;
    if (unit === 'bits' && bytesPerToken === null) continue;
    const measure = (loss: number) => (unit === 'bits' ? inBits(loss, bytesPerToken!) : loss);
    const colour = `--chart-${(i % COLOURS) + 1}`;
    const places = placesOn(axis, history, history.facts?.stepsPerEpoch ?? null);
    const both = shown === 'both';
    training.push({
      name: both ? `${history.name}, training` : history.name,
      look: both ? 'faint' : 'strong',
      isNoisy: true,
      colour,
      xs: places.steps,
      ys: smoothed(history.losses, USUAL_SMOOTHING).map(measure),
    });
    heldOut.push({
      name: both ? `${history.name}, held out` : history.name,
      look: 'points',
      isNoisy: false,
      colour,
      xs: places.validations,
      ys: history.validations.map(({ loss }) => measure(loss)),
    });
  }
  const chosen = [...(shown === 'held-out' ? [] : training), ...(shown === 'training' ? [] : heldOut)];
  return chosen.filter(({ xs }) => xs.length > 0);
}
