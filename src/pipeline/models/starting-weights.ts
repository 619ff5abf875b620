import type { ModelConfiguration } from '../../engine/models/gpt2/configuration.ts';

/** What a training starts with: random weights, or a base model, smaller than any GPT-2 or not. */
export type StartingWeights = 'random' | 'small' | 'base';

/** Channels of the smallest GPT-2. */
const SMALLEST_GPT2 = 768;

export function startingWeights(isRandom: boolean, { n_embd }: Pick<ModelConfiguration, 'n_embd'>): StartingWeights {
  if (isRandom) return 'random';
  return n_embd < SMALLEST_GPT2 ? 'small' : 'base';
}
