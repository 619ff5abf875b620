import type { Shape } from '../../engine/models/architecture.ts';
import { type StartingWeights, startingWeights } from '../models/starting-weights.ts';
import type { RunSettings } from '../settings/run.ts';
import type { TrainGiven } from '../settings/train.ts';
import { POSTS_FOR_VALIDATION } from '../train/training-data.ts';

/**
 * How the main job trains a model from random weights. It does not get far on the posts of one person, so everything
 * serves to get it there soon: many small updates, and text as a reader sees it, because it would learn Markdown's
 * marks and the indents of code before any word. Validation loss on the example blog (39 posts, 47,000 tokens to train
 * on, AdamW) by the windows of a step and the learning rate:
 *
 *     passes  form      windows   2e-3  1.2e-3  6e-4
 *     1.1     markdown  2 × 128   6.09    5.95  5.78
 *     4.4     markdown  2 × 128   5.73    5.58
 *     4.4     markdown  4 × 128   5.76
 *     5.1     markdown  1 × 512   5.90
 *     3.6     text      2 × 128                 5.61
 *     7.1     text      2 × 128                 5.59
 *
 * After five passes hardly anything is gained, and two cores have used up most of five minutes.
 */
const FROM_RANDOM = { format: 'text', batch_size: 2, window: 128, learning_rate: 6e-4, passes: 5 } as const;

/**
 * A small model that knows the language, as the one that comes with the package, has little to lose: it takes larger
 * updates than GPT-2, and text as a reader sees it, as it was made for. Loss on the newest five posts of the example blog
 * after two passes over the others (the base model when it was half trained, AdamW, 4 × 256 tokens a step), by the
 * learning rate: 5e-4 4.98, 1e-3 4.94, 2e-3 4.96.
 */
const FROM_SMALL = { format: 'text', batch_size: 4, window: 256, learning_rate: 1e-3, passes: 4 } as const;

/** A model that knows the language learns a voice, and Markdown, in two or three passes; `PATIENCE` ends it sooner. */
const FROM_BASE = { format: 'markdown', batch_size: 1, window: null, learning_rate: null, passes: 4 } as const;

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

const BEST_OF_SMALL = 4;

const RECIPES = { random: FROM_RANDOM, small: FROM_SMALL, base: FROM_BASE } as const;

/** What the model sees of a post when nobody says it. */
export function defaultFormat(start: StartingWeights): RunPlan['format'] {
  return RECIPES[start].format;
}

/**
 * Texts for each post wanted. A small model writes much that nobody would keep, and writes it fast: of several, the judge
 * finds one that repeats itself less and is as long as the blog's posts are.
 */
export function defaultBestOf({ width }: Pick<Shape, 'width'>): number {
  return startingWeights(false, { width }) === 'small' ? BEST_OF_SMALL : 1;
}

/** Tokens of one step as the main job trains, from each start; `context` is that of a base model. */
export function defaultTokensPerStep(context: number): Readonly<Record<StartingWeights, number>> {
  const tokensOf = ({ batch_size, window }: { readonly batch_size: number; readonly window: number | null }) =>
    batch_size * (window ?? context);
  return { random: tokensOf(FROM_RANDOM), small: tokensOf(FROM_SMALL), base: tokensOf(FROM_BASE) };
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
  const usual = RECIPES[start];
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
