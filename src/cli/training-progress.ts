import type { PlanEvent, TrainEvent } from '../pipeline/events/training.ts';
import type { Progress } from './progress.ts';
import { Course } from './sparkline.ts';

/** The speed is measured over this many recent steps, because a laptop slows down as it warms up. */
const RECENT_STEPS = 20;

/** What the bar shows during training: speed, passes over the posts, best validation loss, the losses so far, time left. */
export class TrainingProgress {
  readonly #plan: PlanEvent;
  readonly #seconds: number[] = [];
  readonly #losses = new Course();
  #step = 0;
  #best: number | null = null;

  constructor(plan: PlanEvent) {
    this.#plan = plan;
  }

  /** Processes an event; returns whether the bar has changed. */
  add(event: TrainEvent): boolean {
    if (event.type === 'validation' && event.isBest) this.#best = event.loss;
    if (event.type !== 'step') return event.type === 'validation';
    this.#step = event.step;
    this.#losses.add(event.loss);
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
      course: { name: 'loss', values: this.#losses.means },
    };
  }
}
