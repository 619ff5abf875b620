import type { SamplingSettings } from '../../engine/generation/sampling.ts';

/** How texts are drawn. */
export interface Drawing {
  readonly seed: number;
  readonly sampling: SamplingSettings;
  /** Most tokens of a text. */
  readonly length: number;
  /** Texts to keep. */
  readonly count: number;
  /** Texts to choose each one from. */
  readonly best_of: number;
  /** The number of the first text to draw: what a text becomes depends on the seed and its number alone. */
  readonly firstNumber: number;
}
