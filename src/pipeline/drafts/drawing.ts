import type { GivenParts } from '../../blog/corpus/form-parts.ts';
import type { SamplingSettings } from '../../engine/generation/sampling-settings.ts';

/** How to draw texts from a model. */
export interface Drawing {
  readonly seed: number;
  readonly sampling: SamplingSettings;
  /** The most tokens per text. */
  readonly length: number;
  /** How many texts to keep. */
  readonly count: number;
  /** How many candidates to choose each text from. */
  readonly best_of: number;
  /** The score below which more candidates are drawn; see `Choice`. */
  readonly min_score: number;
  /** What the posts say that is not up to the model. */
  readonly given: GivenParts;
  /** The number of the first text to draw. A text depends only on the seed and its number. */
  readonly firstNumber: number;
}
