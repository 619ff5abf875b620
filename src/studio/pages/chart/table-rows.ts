import { nearest } from './aligned.ts';
import type { TrainingCurve } from './training-curve.ts';

/** A row of the table that says what the chart shows. */
export interface TableRow {
  readonly step: number;
  readonly seconds: number;
  /** Null where there is none. */
  readonly smooth: number | null;
  readonly heldOut: number | null;
}

/** Steps without a validation that the table has. */
const MOST_STEPS = 20;

/** All validations, and steps between them, evenly spaced with the last one; in order of steps. */
export function tableRows(curve: TrainingCurve, smooth: readonly number[]): TableRow[] {
  const rows = new Map<number, TableRow>();
  const { steps, seconds, validations } = curve;
  const count = Math.min(MOST_STEPS, steps.length);
  for (let k = 0; k < count; k++) {
    const i = count === 1 ? 0 : Math.round((k * (steps.length - 1)) / (count - 1));
    rows.set(steps[i], { step: steps[i], seconds: seconds[i], smooth: smooth[i], heldOut: null });
  }
  for (const { step, seconds: at, loss } of validations) {
    const i = nearest(steps, step);
    rows.set(step, { step, seconds: at, smooth: steps[i] === step ? smooth[i] : null, heldOut: loss });
  }
  return [...rows.values()].sort((a, b) => a.step - b.step);
}
