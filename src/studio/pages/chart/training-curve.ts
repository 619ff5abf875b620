import type { AnyEvent, RecordedValidation, RunHistory } from '../../protocol.ts';

/** The losses of a training, a value for each step; in nats per token. */
export interface TrainingCurve {
  readonly steps: readonly number[];
  /** Of training, and tokens read, since the run began. */
  readonly seconds: readonly number[];
  readonly tokens: readonly number[];
  readonly losses: readonly number[];
  readonly validations: readonly RecordedValidation[];
}

export const NO_CURVE: TrainingCurve = { steps: [], seconds: [], tokens: [], losses: [], validations: [] };

/**
 * What is on disk about a run, continued by what its job reports: the events of steps and validations that the history does not
 * have yet. Their seconds count from the start of a call, those of a history from the start of the run.
 */
export function mergedCurve(history: TrainingCurve | RunHistory | null, events: readonly AnyEvent[]): TrainingCurve {
  const known = history ?? NO_CURVE;
  const lastStep = known.steps.at(-1) ?? 0;
  const lastValidated = known.validations.at(-1)?.step ?? -1;
  const curve = {
    steps: [...known.steps],
    seconds: [...known.seconds],
    tokens: [...known.tokens],
    losses: [...known.losses],
    validations: [...known.validations],
  };
  const clock = new RunClock(known);
  for (const event of events) {
    if (event.type !== 'step' && event.type !== 'validation') continue;
    const step = Number(event.step);
    const seconds = clock.secondsOf(event.type, step, Number(event.seconds));
    const loss = Number(event.loss);
    // A job that was cut off makes the steps since its checkpoint again: what it reported of them before is void.
    const isStep = event.type === 'step';
    dropSteps(curve, Math.max(isStep ? step : step + 1, lastStep + 1));
    dropValidations(curve, Math.max(step, lastValidated + 1));
    if (!isStep && step > lastValidated) curve.validations.push({ step, seconds, loss });
    if (!isStep || step <= lastStep) continue;
    curve.steps.push(step);
    curve.seconds.push(seconds);
    curve.tokens.push(Number(event.tokens));
    curve.losses.push(loss);
  }
  return curve;
}

interface GrowingCurve {
  readonly steps: number[];
  readonly seconds: number[];
  readonly tokens: number[];
  readonly losses: number[];
  readonly validations: RecordedValidation[];
}

/** Drops a step and all after it. */
function dropSteps({ steps, seconds, tokens, losses }: GrowingCurve, first: number): void {
  while (steps.length > 0 && steps[steps.length - 1] >= first) {
    for (const column of [steps, seconds, tokens, losses]) column.pop();
  }
}

function dropValidations({ validations }: GrowingCurve, first: number): void {
  while (validations.length > 0 && validations[validations.length - 1].step >= first) validations.pop();
}

/** Turns the seconds of a call into those of the run. */
class RunClock {
  readonly #known: TrainingCurve;
  #before: number | null = null;
  #lastOfCall = 0;
  #lastOfRun: number;

  constructor(known: TrainingCurve) {
    this.#known = known;
    this.#lastOfRun = Math.max(known.seconds.at(-1) ?? 0, known.validations.at(-1)?.seconds ?? 0);
  }

  secondsOf(type: string, step: number, seconds: number): number {
    // The clock of another call begins at zero again.
    if (seconds < this.#lastOfCall) this.#before = null;
    this.#lastOfCall = seconds;
    this.#before ??= this.#secondsBefore(type, step, seconds);
    this.#lastOfRun = this.#before + seconds;
    return this.#lastOfRun;
  }

  /** An event that the history has too tells how much later its clock is; a first one that it lacks comes after it. */
  #secondsBefore(type: string, step: number, seconds: number): number {
    const { steps, seconds: at, validations } = this.#known;
    const known = type === 'step' ? at[placeOf(steps, step)] : validations.find((row) => row.step === step)?.seconds;
    return known === undefined ? this.#lastOfRun : Math.max(0, known - seconds);
  }
}

/** The place of a number in an ascending list; -1 if it is not in it. */
function placeOf(ascending: readonly number[], wanted: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] === wanted) return middle;
    if (ascending[middle] < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
