import type { Wire } from '../../engine/training/collective.ts';
import type { TrainerSettings } from '../../engine/training/trainer-settings.ts';

/** What the ranks of a training say to each other. */
export interface NetworkForecast {
  readonly ranks: number;
  /** Bytes that each rank sends in a step, in the mean, and as many that it receives. */
  readonly bytesPerStep: number;
}

/** Bytes of one number on its way. */
const BYTES: Readonly<Record<Wire, number>> = { float32: 4, bfloat16: 2 };

/**
 * Forecasts what a step of `ranks` processes sends; null for one process. Each rank sends all others their part of its gradients,
 * then its part of the sums: 2 (N − 1) / N of all numbers, which is 1 for two ranks and approaches 2. With local steps that is
 * once in `sync_every` steps; validations and saves, where the ranks meet too, are left out.
 */
export function networkForecast(
  trainedParameters: number,
  ranks: number,
  { wire = 'float32', sync_every = 1 }: Pick<TrainerSettings, 'wire' | 'sync_every'>,
): NetworkForecast | null {
  if (ranks === 1) return null;
  const bytes = (2 * (ranks - 1) * trainedParameters * BYTES[wire]) / ranks;
  return { ranks, bytesPerStep: Math.round(bytes / sync_every) };
}
