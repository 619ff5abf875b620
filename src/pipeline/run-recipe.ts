import type { TrainGiven } from './settings/train.ts';
import { POSTS_FOR_VALIDATION } from './training-data.ts';

/**
 * How the main job trains a model from random weights, and for how long. Of what was tried on the example blog (46,000
 * tokens to train on, two cores), the lowest validation loss in the four minutes that there are:
 *
 * (figures follow)
 */
const PASSES_FROM_RANDOM = 5;
/** A model that knows the language already learns a voice in two passes or three; `patience` ends it sooner. */
const PASSES_FROM_BASE = 4;
/** Posts that changed continue a training: what is new needs less than all of it did. */
const PASSES_OF_CHANGED_POSTS = 2;
/** A handful of posts is passed over more often, or nothing at all would be learned. */
const FEWEST_STEPS = 200;

/** A validation takes a few seconds: so many over a training show where it stops getting better. */
const VALIDATIONS = 6;
const PATIENCE = 2;

export interface RecipeCircumstances {
  /** Whether the model starts from random weights. */
  readonly isRandom: boolean;
  /** Updates that the run has already, on posts that were others. */
  readonly stepsBefore: number;
  /** Of the corpus. */
  readonly tokens: number;
  /** Tokens of one update. */
  readonly tokensPerStep: number;
}

/** The last step of a training on a corpus. */
export function lastStep({ isRandom, stepsBefore, tokens, tokensPerStep }: RecipeCircumstances): number {
  const passes = stepsBefore > 0 ? PASSES_OF_CHANGED_POSTS : isRandom ? PASSES_FROM_RANDOM : PASSES_FROM_BASE;
  return stepsBefore + Math.max(FEWEST_STEPS, Math.round((passes * tokens) / tokensPerStep));
}

/** The settings of a training that ends at `steps`, on so many posts. */
export function trainingRecipe(steps: number, posts: number): Partial<TrainGiven> {
  const validates = posts >= POSTS_FOR_VALIDATION;
  return {
    format: 'markdown',
    optimizer: 'adamw',
    beta2: 0.99,
    weight_decay: 0.1,
    clip: 1,
    schedule: 'cosine',
    warmup_steps: Math.min(20, steps >> 2),
    val_every: validates ? Math.max(1, Math.ceil(steps / VALIDATIONS)) : 0,
    patience: validates ? PATIENCE : 0,
    sample_every: 0,
    save_every: 100,
    keep: 1,
  };
}
