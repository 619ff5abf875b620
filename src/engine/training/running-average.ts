/** The share of the past that a new loss keeps; from the scripts of 2019. */
const REMEMBERED = 0.99;

/** Both sums of a running average, to resume from. */
export interface RunningAverageState {
  readonly losses: number;
  readonly weights: number;
}

/** The mean of all losses so far, each weighing 0.99 of the next: the `avg` of a training step. */
export class RunningAverage {
  #losses: number;
  #weights: number;

  constructor({ losses, weights }: RunningAverageState = { losses: 0, weights: 0 }) {
    this.#losses = losses;
    this.#weights = weights;
  }

  /** Adds a loss and returns the average with it. */
  add(loss: number): number {
    this.#losses = this.#losses * REMEMBERED + loss;
    this.#weights = this.#weights * REMEMBERED + 1;
    return this.#losses / this.#weights;
  }

  /** Null before the first loss. */
  get mean(): number | null {
    return this.#weights === 0 ? null : this.#losses / this.#weights;
  }

  state(): RunningAverageState {
    return { losses: this.#losses, weights: this.#weights };
  }
}
