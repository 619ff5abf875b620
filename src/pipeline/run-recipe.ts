import type { RunSettings } from './settings/run.ts';
import type { TrainGiven } from './settings/train.ts';
import { POSTS_FOR_VALIDATION } from './training-data.ts';

/**
 * How the main job trains. A model from random weights learns the more from a pass over a few posts the more updates
 * are made on it, of the least size that keeps both cores busy.
 *
 * FIGURES
 */
const FROM_RANDOM = { batch_size: 2, window: 128, passes: 5 };

/** A model that knows the language learns a voice in two or three passes; `PATIENCE` ends it sooner. */
const FROM_BASE = { batch_size: 1, window: null, passes: 4 };

/** What is new among posts that changed needs less than all of them did. */
const PASSES_OVER_CHANGED_POSTS = 2;
/** A handful of posts is passed over more often, or nothing would be learned. */
const FEWEST_STEPS = 200;

/** So many validations, of a few seconds each, show where a training stops getting better. */
const VALIDATIONS = 6;
const PATIENCE = 2;

/** What is settled about a training when it begins, and stays when it goes on. */
export interface RunPlan {
  /** The step at which it is complete. */
  readonly steps: number;
  readonly batch_size: number;
  /** Null is all that the model has. */
  readonly window: number | null;
}

export interface RunCircumstances {
  /** Whether the model starts from random weights. */
  readonly isRandom: boolean;
  readonly n_ctx: number;
  /** Updates that the run has already, on other posts. */
  readonly stepsBefore: number;
  /** Of all posts. */
  readonly tokens: number;
}

/** Settles what the settings leave open. */
export function planRun(settings: RunSettings, { isRandom, n_ctx, stepsBefore, tokens }: RunCircumstances): RunPlan {
  const usual = isRandom ? FROM_RANDOM : FROM_BASE;
  const batch_size = settings.batch_size ?? usual.batch_size;
  const window = settings.window ?? usual.window;
  const passes = stepsBefore > 0 ? PASSES_OVER_CHANGED_POSTS : usual.passes;
  const stepsOfPasses = Math.round((passes * tokens) / (batch_size * (window ?? n_ctx)));
  return { steps: settings.steps ?? stepsBefore + Math.max(FEWEST_STEPS, stepsOfPasses), batch_size, window };
}

/** The settings of a training by such a plan, on so many posts. */
export function trainingRecipe(plan: RunPlan, posts: number): Partial<TrainGiven> {
  const validates = posts >= POSTS_FOR_VALIDATION;
  return {
    ...plan,
    format: 'markdown',
    optimizer: 'adamw',
    beta2: 0.99,
    weight_decay: 0.1,
    clip: 1,
    schedule: 'cosine',
    warmup_steps: Math.min(20, Math.floor(plan.steps / 4)),
    val_every: validates ? Math.max(1, Math.ceil(plan.steps / VALIDATIONS)) : 0,
    patience: validates ? PATIENCE : 0,
    sample_every: 0,
    save_every: 200,
    keep: 1,
  };
}
