import type { Shape } from '../../engine/models/architecture.ts';
import { type StartingWeights, startingWeights } from '../models/starting-weights.ts';
import { recipes } from '../settings/recipes.ts';
import type { RunSettings } from '../settings/run.ts';
import type { TrainGiven } from '../settings/train.ts';
import { POSTS_FOR_VALIDATION } from '../train/training-data.ts';

/** What is new among posts that changed needs less than all of them did. */
const PASSES_OVER_CHANGED_POSTS = 2;
/** A handful of posts is passed over more often, or nothing would be learned. */
const FEWEST_STEPS = 200;

/**
 * So many validations, of a few seconds each, show where a training stops getting better; after fewer steps than these
 * there is nothing new to see.
 */
const VALIDATIONS = 6;
const FEWEST_STEPS_BETWEEN = 25;
const PATIENCE = 2;

/** What is settled about a training when it begins, and stays when it goes on. */
export interface RunPlan {
  /** The step at which it is complete. */
  readonly steps: number;
  readonly batch_size: number;
  /** Null is all that the model has. */
  readonly window: number | null;
  /** Null is what `train` takes by itself. */
  readonly learning_rate: number | null;
  /** What the model sees of a post. */
  readonly format: 'text' | 'markdown';
}

/** What the model sees of a post when nobody says it. */
export function defaultFormat(start: StartingWeights): RunPlan['format'] {
  return recipes[start].format;
}

/** Drafts to choose each post from, of a model of this shape. */
export function defaultBestOf(shape: Pick<Shape, 'width'>): number {
  return recipes[startingWeights(false, shape)].best_of;
}

/** Tokens of one step as the main job trains, from each start; `context` is that of a base model. */
export function defaultTokensPerStep(context: number): Readonly<Record<StartingWeights, number>> {
  const tokensOf = ({ batch_size, window }: { readonly batch_size: number; readonly window: number | null }) =>
    batch_size * (window ?? context);
  return { random: tokensOf(recipes.random), small: tokensOf(recipes.small), base: tokensOf(recipes.base) };
}

export interface RecipeInputs {
  readonly start: StartingWeights;
  readonly context: number;
  readonly format: RunPlan['format'];
  /** Updates that the run has already, and the plan they followed, when the main job made it. */
  readonly stepsBefore: number;
  readonly before: RunPlan | null;
  /** Of all posts. */
  readonly tokens: number;
}

/** Settles what the settings leave open. */
export function planRun(settings: RunSettings, circumstances: RecipeInputs): RunPlan {
  const { start, context, format, stepsBefore, before, tokens } = circumstances;
  const usual = recipes[start];
  const beginning = { ...usual, steps: 0, window: usual.window === null ? null : Math.min(usual.window, context) };
  const { batch_size, window, learning_rate } = withSettings(before ?? beginning, settings);
  const passes = stepsBefore > 0 ? PASSES_OVER_CHANGED_POSTS : usual.passes;
  const stepsOfPasses = Math.round((passes * tokens) / (batch_size * (window ?? context)));
  const steps = settings.steps ?? stepsBefore + Math.max(FEWEST_STEPS, stepsOfPasses);
  return { steps, batch_size, window, learning_rate, format };
}

/** The plan with what is given anew. */
export function withSettings(plan: RunPlan, { steps, batch_size, window, learning_rate }: RunSettings): RunPlan {
  return {
    ...plan,
    steps: steps ?? plan.steps,
    batch_size: batch_size ?? plan.batch_size,
    window: window ?? plan.window,
    learning_rate: learning_rate ?? plan.learning_rate,
  };
}

/** The settings of a training by such a plan, on so many posts. */
export function trainingRecipe(plan: RunPlan, posts: number): Partial<TrainGiven> {
  const validates = posts >= POSTS_FOR_VALIDATION;
  return {
    ...plan,
    optimizer: 'adamw',
    beta2: 0.99,
    weight_decay: 0.1,
    clip: 1,
    schedule: 'cosine',
    warmup_steps: Math.min(20, Math.floor(plan.steps / 4)),
    val_every: validates
      ? Math.min(plan.steps, Math.max(FEWEST_STEPS_BETWEEN, Math.ceil(plan.steps / VALIDATIONS)))
      : 0,
    patience: validates ? PATIENCE : 0,
    sample_every: 0,
    save_every: 200,
    keep: 1,
  };
}
