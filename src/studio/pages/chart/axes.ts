import { counted, duration } from '../core/words.ts';
import type { TrainingCurve } from './training-curve.ts';

/** What a chart of a training can have from left to right. */
export type Axis = 'steps' | 'passes' | 'tokens' | 'time';

export const AXES: readonly Axis[] = ['steps', 'passes', 'tokens', 'time'];

/** Where the points of a curve are on an axis. */
export interface Places {
  /** Of each step. */
  readonly steps: readonly number[];
  /** Of each validation. */
  readonly validations: readonly number[];
}

/**
 * Where the points of a curve are on an axis: steps, passes over the posts, tokens, or minutes. Without a number of steps in a
 * pass, passes are steps.
 */
export function placesOn(axis: Axis, curve: TrainingCurve, stepsPerPass: number | null): Places {
  const { steps, seconds, tokens, validations } = curve;
  switch (axis) {
    case 'steps':
      return { steps, validations: validations.map(({ step }) => step) };
    case 'passes': {
      const perPass = stepsPerPass ?? 1;
      return {
        steps: steps.map((step) => step / perPass),
        validations: validations.map(({ step }) => step / perPass),
      };
    }
    case 'tokens': {
      // Every step of a run reads as many tokens, unless its settings were changed on the way.
      const at = new Map(steps.map((step, i) => [step, tokens[i]]));
      const perStep = steps.length === 0 ? 1 : tokens[tokens.length - 1] / steps[steps.length - 1];
      return { steps: tokens, validations: validations.map(({ step }) => at.get(step) ?? step * perStep) };
    }
    case 'time':
      return {
        steps: seconds.map((value) => value / 60),
        validations: validations.map((row) => row.seconds / 60),
      };
  }
}

/** A place on an axis in words: 'step 120', '1.5 passes', '12,000 tokens', '4 min'. */
export function placeInWords(axis: Axis, value: number): string {
  switch (axis) {
    case 'steps':
      return `step ${Math.round(value).toLocaleString('en')}`;
    case 'passes':
      return `${value.toFixed(2)} passes`;
    case 'tokens':
      return counted(Math.round(value), 'token');
    case 'time':
      return value === 0 ? 'at the start' : `after ${duration(value * 60)}`;
  }
}

/** A mark on an axis, short: '1.5k', '12M'. */
export function tick(value: number): string {
  const [divisor, unit] = value >= 1e6 ? [1e6, 'M'] : value >= 1e4 ? [1e3, 'k'] : [1, ''];
  return `${Number((value / divisor).toFixed(2)).toLocaleString('en')}${unit}`;
}

/** Values of which a range is made, so that a long training takes no longer. */
const MOST_RANKED = 1000;
/** The share of the highest training losses that may lie above the chart: those of the first steps hide all others. */
const SHARE_ABOVE = 0.02;
/** Room above and below, as a share of the range. */
const ROOM = 0.06;

/**
 * The lowest and the highest loss that a chart shows: all of the `whole` lines, and all but the highest few of the `noisy`
 * ones. Null without any values.
 */
export function lossRange(
  noisy: readonly (readonly number[])[],
  whole: readonly (readonly number[])[],
): readonly [low: number, high: number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of noisy) {
    const ranked = sampled(values).sort((a, b) => a - b);
    if (ranked.length === 0) continue;
    low = Math.min(low, ranked[0]);
    high = Math.max(high, ranked[Math.ceil((ranked.length - 1) * (1 - SHARE_ABOVE))]);
  }
  for (const values of whole) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return null;
  const room = high === low ? 0.5 : (high - low) * ROOM;
  return [Math.max(0, low - room), high + room];
}

function sampled(values: readonly number[]): number[] {
  const every = Math.max(1, Math.floor(values.length / MOST_RANKED));
  const some: number[] = [];
  for (let i = 0; i < values.length; i += every) if (Number.isFinite(values[i])) some.push(values[i]);
  return some;
}
