import type { Shape } from '../../engine/models/architecture.ts';
import { isSmall, type StartingWeights } from '../models/starting-weights.ts';
import { ADAPTER_LEARNING_RATE, BEST_OF, recipes } from '../settings/recipes.ts';
import { type RunSettings, USUAL_SAMPLES } from '../settings/run.ts';
import type { TrainGiven } from '../settings/train.ts';
import { POSTS_FOR_VALIDATION } from '../train/training-data.ts';

/** Training further on changed posts takes fewer passes than the first training. */
const PASSES_OVER_CHANGED_POSTS = 2;

/**
 * This many validations, a few seconds each, show when a training stops improving. Within fewer steps than
 * FEWEST_STEPS_BETWEEN, a validation shows nothing new.
 */
const VALIDATIONS = 6;
const FEWEST_STEPS_BETWEEN = 25;
const PATIENCE = 2;

/** The plan of a training, fixed at its start and kept when it resumes. */
export interface RunPlan {
  /** The last step. */
  readonly steps: number;
  /** Steps that the run had made when this was planned. Missing in plans of early versions: 0. */
  readonly stepsBefore?: number;
  /** What `steps` is unless a setting says otherwise. Missing in plans of early versions. */
  readonly usualSteps?: number;
  readonly batch_size: number;
  /** Null: `usualWindow` of the model's context. */
  readonly window: number | null;
  /** Null: the default of `train`. */
  readonly learning_rate: number | null;
  /** The form in which the model reads posts. */
  readonly format: 'text' | 'markdown';
  /** lora: only adapters are trained. Missing in records of early versions, which trained all weights. */
  readonly adapter?: 'none' | 'lora';
  /** Whether the posts that it reads have outlines. Missing in the plans of early versions, whose posts had none. */
  readonly outlines?: boolean;
  /** How windows are taken from posts. Missing in the plans of early versions: random. */
  readonly packing?: 'random' | 'documents';
}

/** The form in which the model reads posts by default. */
export function defaultFormat(start: StartingWeights): RunPlan['format'] {
  return recipes[start].format;
}

/** How many drafts a model of this shape writes per post by default. */
export function defaultBestOf(shape: Pick<Shape, 'width' | 'blocks'>): number {
  return isSmall(shape) ? BEST_OF.small : BEST_OF.base;
}

/** Tokens per step by default, for each kind of starting weights; `context`: `usualWindow` of a base model's. */
export function defaultTokensPerStep(context: number): Readonly<Record<StartingWeights, number>> {
  const tokensOf = ({ batch_size, window }: { readonly batch_size: number; readonly window: number | null }) =>
    batch_size * (window ?? context);
  return {
    random: tokensOf(recipes.random),
    small: tokensOf(recipes.small),
    base: tokensOf(recipes.base),
    modern: tokensOf(recipes.modern),
  };
}

export interface RecipeInputs {
  readonly start: StartingWeights;
  readonly context: number;
  readonly format: RunPlan['format'];
  /** Whether only adapters are trained. */
  readonly adapter: 'none' | 'lora';
  /** Steps the run has already made, and the plan they followed, if `run` made it. */
  readonly stepsBefore: number;
  readonly before: RunPlan | null;
  /** Number of tokens in all posts. */
  readonly tokens: number;
  /** The processes that train together, each of them on a batch of its own in every step; 1 by default. */
  readonly ranks?: number;
}

/** Plans a training: settings first, then an earlier plan, then the recipe. */
export function planRun(settings: RunSettings, circumstances: RecipeInputs): RunPlan {
  const { start, context, format, adapter, stepsBefore, before, tokens, ranks = 1 } = circumstances;
  const usual = adapter === 'none' ? recipes[start] : { ...recipes[start], learning_rate: ADAPTER_LEARNING_RATE };
  const beginning = { ...usual, steps: 0, window: usual.window === null ? null : Math.min(usual.window, context) };
  const { batch_size, window, learning_rate } = withSettings(before ?? beginning, settings);
  const passes = stepsBefore > 0 ? PASSES_OVER_CHANGED_POSTS : usual.passes;
  const stepsOfPasses = Math.round((passes * tokens) / (batch_size * (window ?? context) * ranks));
  const usualSteps = stepsBefore + Math.max(usual.fewest_steps, stepsOfPasses);
  const steps = lastStep(settings, stepsBefore) ?? usualSteps;
  const packing = before === null ? usual.packing : before.packing;
  const form = { format, outlines: format === 'markdown', ...(packing === undefined ? {} : { packing }) };
  return { steps, stepsBefore, usualSteps, batch_size, window, learning_rate, adapter, ...form };
}

/** The step at which the steps that a setting allows on these posts end; null without the setting. */
export function lastStep({ steps }: Pick<RunSettings, 'steps'>, stepsBefore = 0): number | null {
  return steps === null ? null : stepsBefore + steps;
}

/** The plan with the given settings applied. */
export function withSettings(plan: RunPlan, settings: RunSettings): RunPlan {
  const { batch_size, window, learning_rate } = settings;
  return {
    ...plan,
    steps: lastStep(settings, plan.stepsBefore) ?? plan.steps,
    batch_size: batch_size ?? plan.batch_size,
    window: window ?? plan.window,
    learning_rate: learning_rate ?? plan.learning_rate,
  };
}

/** The settings of a training that follows the plan on this many posts. */
export function trainingRecipe(planned: RunPlan, posts: number): Partial<TrainGiven> {
  const { outlines: _, stepsBefore: __, usualSteps: ___, ...plan } = planned;
  const validates = posts >= POSTS_FOR_VALIDATION;
  const stepsOnThesePosts = plan.steps - (planned.stepsBefore ?? 0);
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
    sample_every: Math.max(1, Math.floor(stepsOnThesePosts / USUAL_SAMPLES)),
    keep: 1,
  };
}
