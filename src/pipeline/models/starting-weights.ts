import type { Shape } from '../../engine/models/architecture.ts';

/** What a training starts with: random weights, or a base model, smaller than any GPT-2 or not. */
export type StartingWeights = 'random' | 'small' | 'base';

/** Channels of the smallest GPT-2. */
const SMALLEST_GPT2 = 768;

export function startingWeights(isRandom: boolean, { width }: Pick<Shape, 'width'>): StartingWeights {
  if (isRandom) return 'random';
  return width < SMALLEST_GPT2 ? 'small' : 'base';
}
