/** How the learning rate changes over a training. */
export interface ScheduleSettings {
  readonly learning_rate: number;
  /** How it falls: over all steps, in the last steps only (wsd: warm-up, stable, decay), or not at all (constant). */
  readonly schedule: 'constant' | 'linear' | 'cosine' | 'wsd';
  /** Steps in which it first rises to its full value. */
  readonly warmup_steps: number;
  /** The last steps, in which the rate of wsd falls; null is a fifth of all. */
  readonly decay_steps: number | null;
  /** The share of the rate that a falling schedule leaves at its end, from 0 to 1. */
  readonly min_learning_rate: number;
  /** The last step of the training; null is endless, which only `constant` can be. */
  readonly steps: number | null;
}

/** Of all steps; Hägele et al., 2024, find that more gains little. */
const USUAL_DECAY = 0.2;

/**
 * The learning rate of an update, `step` counting from 1: it rises linearly, is full at the end of the warm-up and
 * at the first step after it, then falls so that it would reach its minimum at the step after the last. No step is
 * wasted on a rate of 0.
 */
export function learningRate(settings: ScheduleSettings, step: number): number {
  const { learning_rate, schedule, warmup_steps, min_learning_rate, steps } = settings;
  if (step <= warmup_steps) return (learning_rate * step) / warmup_steps;
  if (schedule === 'constant' || steps === null) return learning_rate;
  const start = schedule === 'wsd' ? Math.max(warmup_steps, steps - decaySteps(settings, steps)) : warmup_steps;
  const done = Math.min(1, Math.max(0, (step - 1 - start) / Math.max(1, steps - start)));
  return learning_rate * (min_learning_rate + (1 - min_learning_rate) * shapes[schedule](done));
}

/** The share of the rate that is left, from 1 to 0, after this share of the fall. */
const shapes = {
  linear: (done: number) => 1 - done,
  /** Loshchilov and Hutter, 2016, without restarts. */
  cosine: (done: number) => (1 + Math.cos(Math.PI * done)) / 2,
  /** Hägele et al., 2024: better than a straight line. */
  wsd: (done: number) => 1 - Math.sqrt(done),
};

function decaySteps({ decay_steps }: ScheduleSettings, steps: number): number {
  return decay_steps ?? Math.max(1, Math.round(USUAL_DECAY * steps));
}
