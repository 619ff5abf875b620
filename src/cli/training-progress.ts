import type { PlanEvent, TrainEvent } from '../pipeline/events.ts';
import type { Progress } from './progress.ts';

/** Steps over which the speed is measured: the last ones, since a laptop slows down as it warms up. */
const RECENT_STEPS = 20;

/** What the bar shows of a training: speed, passes over the posts, the best validation, the time left. */
export class TrainingProgress {
  readonly #plan: PlanEvent;
  readonly #seconds: number[] = [];
  #step = 0;
  #best: number | null = null;

  constructor(plan: PlanEvent) {
    this.#plan = plan;
  }

  /** Takes an event in; returns whether there is something new to show. */
  add(event: TrainEvent): boolean {
    if (event.type === 'validation' && event.isBest) this.#best = event.loss;
    if (event.type !== 'step') return event.type === 'validation';
    this.#step = event.step;
    this.#seconds.push(event.seconds);
    if (this.#seconds.length > RECENT_STEPS) this.#seconds.shift();
    return true;
  }

  get state(): Progress {
    const { steps, tokensPerStep, stepsPerEpoch } = this.#plan;
    const [first, last] = [this.#seconds[0] ?? 0, this.#seconds.at(-1) ?? 0];
    const secondsPerStep = this.#seconds.length < 2 ? null : (last - first) / (this.#seconds.length - 1);
    return {
      done: this.#step,
      total: steps,
      unit: 'steps',
      secondsLeft: steps === null || secondsPerStep === null ? null : (steps - this.#step) * secondsPerStep,
      details: [
        ...(secondsPerStep === null
          ? []
          : [`${Math.round(tokensPerStep / secondsPerStep).toLocaleString('en')} tokens/s`]),
        `pass ${(this.#step / stepsPerEpoch).toFixed(1)}`,
        ...(this.#best === null ? [] : [`best validation loss ${this.#best.toFixed(2)}`]),
      ],
    };
  }
}
