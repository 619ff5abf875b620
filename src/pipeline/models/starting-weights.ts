import type { Shape } from '../../engine/models/architecture.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';

/**
 * What a training starts from: random weights, a model smaller than any GPT-2, a GPT-2, or a model of today, which has read a
 * thousand times as much as GPT-2.
 */
export type StartingWeights = 'random' | 'small' | 'base' | 'modern';

/** Of the smallest GPT-2: a block's matrices grow with the square of its width. */
const SMALLEST_GPT2 = 12 * 768 ** 2;

export function startingWeights(
  isRandom: boolean,
  { architecture, shape }: Pick<ModelConfiguration, 'architecture' | 'shape'>,
): StartingWeights {
  if (isRandom) return 'random';
  if (isSmall(shape)) return 'small';
  return architecture.name === 'gpt2' ? 'base' : 'modern';
}

/** Whether a model's blocks are smaller than those of any GPT-2. */
export function isSmall({ width, blocks }: Pick<Shape, 'width' | 'blocks'>): boolean {
  return blocks * width ** 2 < SMALLEST_GPT2;
}
