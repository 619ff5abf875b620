/**
 * The learning-rate range test (Smith, 2015, section 3.3): a training whose rate rises exponentially from step to step, until
 * its loss does. The rates, the smoothing and both suggestions are those of fastai's `lr_find` (Howard and Gugger, 2020).
 */

/** Rates of the first and the last step. */
const LOWEST_RATE = 1e-7;
const HIGHEST_RATE = 10;
/** Steps of a test at most. */
export const RANGE_TEST_STEPS = 100;
/** Of the smoothed loss, that a new one leaves. */
const REMEMBERED = 0.98;
/** A smoothed loss of this many times the lowest has diverged. */
const DIVERGED = 4;
/** A loss this many nats above that of a guess has, too: a language model starts too low for four times as much. */
const WORSE_THAN_A_GUESS = 1;
/** Points left out of both suggestions: the smoothed loss settles at the start, and explodes at the end. */
export const RANGE_TEST_SETTLING = RANGE_TEST_STEPS / 10;
const EXPLODING = 5;
/** Fewer points make no curve. */
const FEWEST_POINTS = 4;

/** A step of a test. */
export interface TriedRate {
  readonly learning_rate: number;
  /** Of this step's batches before its update, in nats per token. */
  readonly loss: number;
  /** The mean of all losses so far, of which a later one weighs more. */
  readonly smoothed: number;
}

/** Learning rates to train with; null where the test was too short to tell. */
export interface SuggestedRates {
  /** Where the loss falls fastest. */
  readonly steepest: number | null;
  /** The middle of the longest fall: usually lower, and safer. */
  readonly valley: number | null;
}

/** The learning rate of a step, counted from 1. */
export function rangeTestRate(step: number): number {
  return LOWEST_RATE * (HIGHEST_RATE / LOWEST_RATE) ** ((step - 1) / (RANGE_TEST_STEPS - 1));
}

/** A test in progress. */
export class RangeTest {
  readonly #guess: number;
  readonly #tried: TriedRate[] = [];
  #sum = 0;
  #weights = 0;
  #lowest = Number.POSITIVE_INFINITY;

  /** `vocabulary`: tokens that a model chooses among. */
  constructor(vocabulary: number) {
    this.#guess = Math.log(vocabulary);
  }

  get tried(): readonly TriedRate[] {
    return this.#tried;
  }

  /** The rate of the next step; null after the last. */
  get next(): number | null {
    return this.#tried.length === RANGE_TEST_STEPS ? null : rangeTestRate(this.#tried.length + 1);
  }

  /** Adds the finite loss of the next step. */
  add(loss: number): TriedRate {
    this.#sum = REMEMBERED * this.#sum + (1 - REMEMBERED) * loss;
    this.#weights = REMEMBERED * this.#weights + (1 - REMEMBERED);
    const tried = { learning_rate: rangeTestRate(this.#tried.length + 1), loss, smoothed: this.#sum / this.#weights };
    this.#tried.push(tried);
    this.#lowest = Math.min(this.#lowest, tried.smoothed);
    return tried;
  }

  /** Whether the last step has diverged, so that higher rates have nothing to show. */
  get hasDiverged(): boolean {
    const [first, last] = [this.#tried[0], this.#tried.at(-1)];
    if (first === undefined || last === undefined) return false;
    const guess = Math.max(first.loss, this.#guess);
    return last.smoothed > DIVERGED * this.#lowest || last.loss > guess + WORSE_THAN_A_GUESS;
  }

  suggested(): SuggestedRates {
    return suggestedRates(this.#tried);
  }
}

/** What a curve suggests. */
export function suggestedRates(tried: readonly TriedRate[]): SuggestedRates {
  const points = tried.slice(RANGE_TEST_SETTLING, -EXPLODING);
  if (points.length < FEWEST_POINTS) return { steepest: null, valley: null };
  return { steepest: steepest(points), valley: valley(points) };
}

/** The rate before the steepest fall of the loss over the logarithm of the rate; null if it falls nowhere. */
function steepest(points: readonly TriedRate[]): number | null {
  const slopes = points.slice(1).map((point, i) => {
    const before = points[i];
    return (point.smoothed - before.smoothed) / Math.log(point.learning_rate / before.learning_rate);
  });
  const least = Math.min(...slopes);
  return least < 0 ? points[slopes.indexOf(least)].learning_rate : null;
}

/** Halfway between the start and the end of the longest sequence of points, not all neighbours, whose loss only falls. */
function valley(points: readonly TriedRate[]): number | null {
  // lengths[i]: of the longest such sequence that ends with point i
  const lengths: number[] = [];
  for (const [i, { smoothed }] of points.entries()) {
    const before = lengths.filter((_, j) => points[j].smoothed > smoothed);
    lengths[i] = 1 + Math.max(0, ...before);
  }
  const longest = Math.max(...lengths);
  if (longest < 2) return null;
  const end = lengths.indexOf(longest);
  const third = longest / 3;
  // As fastai counts: as if the points were neighbours, a third and half of the next third into them.
  const middle = end - longest + Math.floor(third) + Math.floor(third / 2);
  return points[Math.max(0, middle)].learning_rate;
}
