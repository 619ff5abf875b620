/** How the learning rate changes over a training. */
export interface ScheduleSettings {
  readonly learning_rate: number;
  /** How it falls towards 0 after the last step; constant does not. */
  readonly schedule: 'constant' | 'linear' | 'cosine';
  /** Steps in which it rises to its full value first. */
  readonly warmup_steps: number;
  /** The last step of the training; null is endless, which only `constant` can be. */
  readonly steps: number | null;
}

/**
 * The learning rate of an update, `step` counting from 1: it rises in equal parts, is full at the end of the warm-up
 * and at the first step after it, then falls so that it would be 0 at the step after the last. No step is wasted
 * on a rate of 0. Cosine: Loshchilov and Hutter, 2016, without restarts.
 */
export function learningRate({ learning_rate, schedule, warmup_steps, steps }: ScheduleSettings, step: number): number {
  if (step <= warmup_steps) return (learning_rate * step) / warmup_steps;
  if (schedule === 'constant' || steps === null) return learning_rate;
  const done = Math.min(1, (step - 1 - warmup_steps) / Math.max(1, steps - warmup_steps));
  return learning_rate * (schedule === 'linear' ? 1 - done : (1 + Math.cos(Math.PI * done)) / 2);
}
