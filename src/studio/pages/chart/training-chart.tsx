import { useMemo, useState } from 'preact/hooks';
import { type Axis, placeInWords, placesOn } from './axes.ts';
import { AxisChoice } from './axis-choice.tsx';
import { LineChart } from './line-chart.tsx';
import type { PlotLine } from './line-plot.ts';
import { NumbersTable } from './numbers-table.tsx';
import { smoothed, USUAL_SMOOTHING } from './smoothing.ts';
import type { TrainingCurve } from './training-curve.ts';

export interface TrainingChartProps {
  readonly curve: TrainingCurve;
  /** Null if unknown: then there is no axis of passes. */
  readonly stepsPerPass: number | null;
}

/** The losses of one training: each step, smoothed, and on held-out posts, with the best one marked. */
export function TrainingChart({ curve, stepsPerPass }: TrainingChartProps) {
  const [axis, setAxis] = useState<Axis>('steps');
  const [memory, setMemory] = useState(USUAL_SMOOTHING);
  const { lines, marks, smooth } = useMemo(() => {
    const places = placesOn(axis, curve, stepsPerPass);
    const averages = smoothed(curve.losses, memory);
    const heldOut = curve.validations.map(({ loss }) => loss);
    const all: PlotLine[] = [
      { name: 'each step', look: 'faint', isNoisy: true, colour: '--chart-1', xs: places.steps, ys: curve.losses },
      { name: 'smoothed', look: 'strong', isNoisy: false, colour: '--chart-1', xs: places.steps, ys: averages },
      {
        name: 'on held-out posts',
        look: 'points',
        isNoisy: false,
        colour: '--chart-2',
        xs: places.validations,
        ys: heldOut,
      },
    ];
    const best = bestOf(heldOut, curve);
    const mark = best === null ? [] : [{ x: places.validations[best], y: heldOut[best], label: 'best' }];
    return {
      lines: all.filter(({ xs }) => xs.length > 0),
      marks: mark.map((each) => ({ ...each, colour: '--chart-3' })),
      smooth: averages,
    };
  }, [curve, axis, memory, stepsPerPass]);
  return (
    <>
      <div class="chart-options">
        <AxisChoice axis={axis} hasPasses={stepsPerPass !== null} onChange={setAxis} />
        <label>
          Smoothing
          <input
            type="range"
            min={0}
            max={0.99}
            step={0.01}
            value={memory}
            onInput={({ currentTarget }) => setMemory(Number(currentTarget.value))}
          />
        </label>
      </div>
      <LineChart
        lines={lines}
        marks={marks}
        axis={axis}
        label="Loss while it learned"
        placeInWords={(x) => placeInWords(axis, x)}
      />
      <NumbersTable curve={curve} smooth={smooth} />
    </>
  );
}

/** The place of the lowest loss after an update; null without one. */
function bestOf(losses: readonly number[], { validations }: TrainingCurve): number | null {
  let best: number | null = null;
  for (let i = 0; i < losses.length; i++) {
    if (validations[i].step > 0 && (best === null || losses[i] < losses[best])) best = i;
  }
  return best;
}
