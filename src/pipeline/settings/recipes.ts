import type { StartingWeights } from '../models/starting-weights.ts';

/** What is taken for a training where no setting says otherwise. Plans, help texts and forms are made from this table. */
export interface Recipe {
  /** What the model sees of a post. */
  readonly format: 'text' | 'markdown';
  readonly batch_size: number;
  /** Tokens; null: the model's context. */
  readonly window: number | null;
  /** Of `tpdne run`. */
  readonly learning_rate: number;
  /** Over all posts, in `tpdne run`. */
  readonly passes: number;
  /** Drafts to choose each post from. */
  readonly best_of: number;
  /** Of `tpdne train`, which does not know when to stop. */
  readonly train_learning_rate: number;
}

export type Recipes = Readonly<Record<StartingWeights, Recipe>>;

/** The recipes by what a training starts from. */
export const recipes: Recipes = {
  /**
   * From random weights a model does not get far on one person's posts, so everything serves to get it there soon: many
   * small updates, and text as a reader sees it, because Markdown's marks and the indents of code would be learned before
   * any word. Validation loss on the example blog (39 posts, 47,000 tokens to train on, AdamW) by the windows of a step
   * and the learning rate:
   *
   *     passes  form      windows   2e-3  1.2e-3  6e-4
   *     1.1     markdown  2 × 128   6.09    5.95  5.78
   *     4.4     markdown  2 × 128   5.73    5.58
   *     4.4     markdown  4 × 128   5.76
   *     5.1     markdown  1 × 512   5.90
   *     3.6     text      2 × 128                 5.61
   *     7.1     text      2 × 128                 5.59
   *
   * After five passes hardly anything is gained, and two cores have used most of five minutes.
   */
  random: {
    format: 'text',
    batch_size: 2,
    window: 128,
    learning_rate: 6e-4,
    passes: 5,
    // Whatever begins so here is small.
    best_of: 4,
    train_learning_rate: 1e-3,
  },

  /**
   * A small model that knows the language, such as the bundled one, has little to lose: it takes larger updates than
   * GPT-2, and text as a reader sees it. Loss on the newest five posts of the example blog after two passes over the
   * others (AdamW, 4 × 256 tokens a step), by the learning rate: 5e-4 4.98, 1e-3 4.94, 2e-3 4.96. It writes fast, and
   * much that nobody would keep: of several drafts the judge finds one that repeats itself less.
   */
  small: {
    format: 'text',
    batch_size: 4,
    window: 256,
    learning_rate: 1e-3,
    passes: 4,
    best_of: 4,
    train_learning_rate: 5e-4,
  },

  /** A model that knows the language learns a voice, and Markdown, in two or three passes; `patience` ends it sooner. */
  base: {
    format: 'markdown',
    batch_size: 1,
    window: null,
    learning_rate: 2e-5,
    passes: 4,
    best_of: 1,
    train_learning_rate: 2e-5,
  },
};

/** Updates between validations in `tpdne train`. */
export const VAL_EVERY = 100;

/** A default in words for help: 'markdown; from a small model and from random weights text'. */
export function defaultByStart(of: (recipe: Recipe) => string): string {
  const [base, small, random] = [recipes.base, recipes.small, recipes.random].map(of);
  if (small === random) return small === base ? base : `${base}; from a small model and from random weights ${small}`;
  const others = [
    ...(small === base ? [] : [`from a small model ${small}`]),
    ...(random === base ? [] : [`from random weights ${random}`]),
  ];
  return [base, others.join(', ')].join('; ');
}

/** A number without an exponent: '0.00002'. */
export function plainNumber(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, '');
}
