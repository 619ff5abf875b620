import type { Shape } from '../../engine/models/architecture.ts';

/** What a training starts from: random weights, a base model smaller than any GPT-2, or a larger one. */
export type StartingWeights = 'random' | 'small' | 'base';

/** Of the smallest GPT-2: a block's matrices grow with the square of its width. */
const SMALLEST_GPT2 = 12 * 768 ** 2;

export function startingWeights(isRandom: boolean, shape: Pick<Shape, 'width' | 'blocks'>): StartingWeights {
  if (isRandom) return 'random';
  return isSmall(shape) ? 'small' : 'base';
}

/** Whether a model's blocks are smaller than those of any GPT-2. */
export function isSmall({ width, blocks }: Pick<Shape, 'width' | 'blocks'>): boolean {
  return blocks * width ** 2 < SMALLEST_GPT2;
}
