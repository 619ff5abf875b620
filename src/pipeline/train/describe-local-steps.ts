import type { TrainingPlan } from './training-plan.ts';

/** What a person should know of a training with `sync_every` above 1. */
export function describeLocalSteps({
  trainer: { sync_every = 1 },
  loop: { val_every, sample_every, save_every },
}: Pick<TrainingPlan, 'trainer' | 'loop'>): string {
  const algorithm =
    `Each process takes ${sync_every} steps by itself, then all average (DiLoCo): not the algorithm of steps that all take ` +
    'together, and with other losses.';
  const sooner = Object.entries({ val_every, sample_every, save_every })
    .filter(([, every]) => every > 0 && every % sync_every !== 0)
    .map(([name, every]) => `${name} ${every}`);
  if (sooner.length === 0) return algorithm;
  return `${algorithm} They also average for each validation, sample and save, so for ${sooner.join(' and ')}.`;
}
