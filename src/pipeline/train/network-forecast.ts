import type { Wire } from '../../engine/training/collective.ts';

/** What the ranks of a training say to each other. */
export interface NetworkForecast {
  readonly ranks: number;
  /** Bytes that each rank sends in a step, and as many that it receives. */
  readonly bytesPerStep: number;
}

/** Bytes of one number on its way. */
const BYTES: Readonly<Record<Wire, number>> = { float32: 4, bfloat16: 2 };

/**
 * Forecasts what a step of `ranks` processes sends; null for one process. Each rank sends all others their part of its gradients,
 * then its part of the sums: 2 (N − 1) / N of all numbers, which is 1 for two ranks and approaches 2.
 */
export function networkForecast(trainedParameters: number, ranks: number, wire: Wire): NetworkForecast | null {
  if (ranks === 1) return null;
  return { ranks, bytesPerStep: Math.round((2 * (ranks - 1) * trainedParameters * BYTES[wire]) / ranks) };
}
