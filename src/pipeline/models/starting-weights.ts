import type { Shape } from '../../engine/models/architecture.ts';

/** What a training starts from: random weights, a base model smaller than any GPT-2, or a larger one. */
export type StartingWeights = 'random' | 'small' | 'base';

/** Width of the smallest GPT-2, in channels. */
const SMALLEST_GPT2 = 768;

export function startingWeights(isRandom: boolean, shape: Pick<Shape, 'width'>): StartingWeights {
  if (isRandom) return 'random';
  return isSmall(shape) ? 'small' : 'base';
}

/** Whether a model is smaller than any GPT-2. */
export function isSmall({ width }: Pick<Shape, 'width'>): boolean {
  return width < SMALLEST_GPT2;
}
