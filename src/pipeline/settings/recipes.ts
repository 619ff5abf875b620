import type { StartingWeights } from '../models/starting-weights.ts';

/** The defaults of a training. Plans, help texts and forms are made from this table. */
export interface Recipe {
  /** The form in which the model sees a post. */
  readonly format: 'text' | 'markdown';
  readonly batch_size: number;
  /** Tokens; null: `usualWindow` of the model's context. */
  readonly window: number | null;
  /** For `tpdne run`. */
  readonly learning_rate: number;
  /** Passes over all posts in `tpdne run`. */
  readonly passes: number;
  /** With few posts, the number of passes rises until `tpdne run` makes this many steps; fewer would teach nothing. */
  readonly fewest_steps: number;
  /** How windows are taken from posts in `tpdne run`. */
  readonly packing: 'random' | 'documents';
  /** For `tpdne train`, which by default does not stop. */
  readonly train_learning_rate: number;
}

export type Recipes = Readonly<Record<StartingWeights, Recipe>>;

/** The recipes, by the weights that a training starts from. */
export const recipes: Recipes = {
  /**
   * A model that starts from random weights cannot get far on one person's posts, so the aim is to get there quickly: many
   * small updates, and plain text, because the model would learn Markdown syntax and code indentation before any words.
   * Validation loss on the example blog (39 posts, 47,000 training tokens, AdamW), by windows per step and learning rate:
   *
   *     passes  form      windows   2e-3  1.2e-3  6e-4
   *     1.1     markdown  2 × 128   6.09    5.95  5.78
   *     4.4     markdown  2 × 128   5.73    5.58
   *     4.4     markdown  4 × 128   5.76
   *     5.1     markdown  1 × 512   5.90
   *     3.6     text      2 × 128                 5.61
   *     7.1     text      2 × 128                 5.59
   *
   * After five passes there is little left to gain, and two cores have taken almost five minutes.
   */
  random: {
    format: 'text',
    batch_size: 2,
    window: 128,
    learning_rate: 6e-4,
    passes: 5,
    fewest_steps: 200,
    packing: 'random',
    train_learning_rate: 1e-3,
  },

  /**
   * A small model that already knows the language, such as the bundled one, tolerates larger updates than GPT-2, and learns
   * from plain text. Bits per byte of the newest five posts of three blogs, each alone, after four passes over the others (the
   * bundled model, AdamW, cosine, 4 × 256 tokens per step):
   *
   *     learning rate              before  2e-4   3e-4   5e-4   1e-3
   *     example blog, 39 posts     2.368   2.108  2.090  2.089  2.147
   *     18F, 60 posts              1.839   1.738  1.749  1.781  1.876
   *     ben.balter.com, 60 posts   1.453   1.438  1.448  1.470  1.536
   *
   * At 1e-3 it unlearns more of what it knows than a blog in the language of its corpus has to teach.
   */
  small: {
    format: 'text',
    batch_size: 4,
    window: 256,
    learning_rate: 3e-4,
    passes: 4,
    fewest_steps: 200,
    packing: 'random',
    train_learning_rate: 2e-4,
  },

  /** A model that knows the language well learns a voice and Markdown in two or three passes; `patience` ends it early. */
  base: {
    format: 'markdown',
    batch_size: 1,
    window: null,
    learning_rate: 2e-5,
    passes: 4,
    fewest_steps: 200,
    packing: 'random',
    train_learning_rate: 2e-5,
  },

  /**
   * A model of today writes well before it has read a single post, and remembers what it reads twice. Bits per byte of the
   * newest five posts of the example blog in their Markdown form, SmolLM2-135M trained on the other 34 (AdamW, cosine, whole
   * documents; 48,000 tokens per pass), in windows of 2,048 across posts, before any training 1.461:
   *
   *     window  passes  learning rate  bits per byte
   *     512     1       3e-4           1.282
   *     512     1       3e-4           1.279, blocks alone
   *     512     2.5     3e-4           1.366
   *     512     1       2e-4           1.274
   *     512     1.3     1e-4           1.270
   *     512     2       1e-4           1.272
   *     1024    1.3     2e-4           1.263
   *     1024    1.3     3e-4           1.269, falling linearly; 1.269, blocks alone
   *     1024    1.3     2e-4           1.271, blocks alone
   *     1024    1.3     2e-4           1.284, Muon
   *     1024    1.3     2e-4           1.386, dropout 0.1
   *     2048    1.3     2e-4           1.288
   *     2048    2       2e-4           1.274
   *     1024    2       5e-4           1.301, adapters of rank 16 alone
   *
   * Each post alone, as `evaluate` measures since, before any training 1.431:
   *
   *     1024    1.3     2e-4           1.241; with another seed 1.244; beta2 0.98 1.241
   *     1024    1.3     2e-4           1.241, mean of the weights after 42, 48, 54 and 62 steps
   *     1024    1.3     2e-4           1.242, a fifth of the weights from before; 1.249, a fifth further
   *     1024    1.3     2e-4           1.235, mean of two seeds, in twice the time
   *     1024    2       2e-4           1.253, 5 % of the tokens read replaced
   *     1024    2       5e-4           1.270, adapters of rank 16 alone
   */
  modern: {
    format: 'markdown',
    batch_size: 1,
    window: 1024,
    learning_rate: 2e-4,
    passes: 1.3,
    fewest_steps: 40,
    packing: 'documents',
    train_learning_rate: 1e-4,
  },
};

/**
 * The learning rate of adapters, whatever they are beside: ten times that of all weights (Schulman et al., 2025), which is what
 * most software has as its default.
 */
export const ADAPTER_LEARNING_RATE = 2e-4;

/**
 * Drafts to choose each post from, by the size of the model that writes, whatever its training started from. A small model
 * writes fast but unevenly: see docs/writing.md for what choosing gains. A large one is slow, but drafts are written side by
 * side, and eight at once take less than twice as long as one.
 */
export const BEST_OF = { small: 8, base: 6 } as const;

/** How texts are drawn by default, with models of every size; measured on the example blog: see docs/writing.md. */
export const SAMPLING = {
  temperature: 0.8,
  top_p: 0.9,
  repetition_penalty: 1.05,
  repetition_window: 128,
  dry_multiplier: 0.8,
} as const;

/**
 * Tokens that a model reads at a time by default, where its context is longer: few posts are, while memory and time grow with
 * every token.
 */
const USUAL_WINDOW = 1024;

/** The default window, and the default length of a text, of a model with this context. */
export function usualWindow(context: number): number {
  return Math.min(context, USUAL_WINDOW);
}

/** The same in words, for help. */
export const USUAL_WINDOW_IN_WORDS = `the model's n_ctx, at most ${USUAL_WINDOW}`;

/** Steps between validations in `tpdne train`. */
export const VAL_EVERY = 100;

/** For people: what each recipe but the first is for. */
const starts = [
  ['modern', 'a model of today'],
  ['small', 'a small model'],
  ['random', 'random weights'],
] as const satisfies readonly (readonly [StartingWeights, string])[];

/** A default in words, for help: 'markdown; text for a small model or random weights'. */
export function defaultByStart(of: (recipe: Recipe) => string): string {
  const usual = of(recipes.base);
  const others = new Map<string, string[]>();
  for (const [start, name] of starts) {
    const value = of(recipes[start]);
    if (value !== usual) others.set(value, [...(others.get(value) ?? []), name]);
  }
  const parts = [...others].map(([value, names]) => `${value} for ${names.join(' or ')}`);
  return [usual, ...(parts.length === 0 ? [] : [parts.join(', ')])].join('; ');
}

/** The default learning rates in words. */
export function rateByStart(of: (recipe: Recipe) => number): string {
  return `${defaultByStart((recipe) => plainNumber(of(recipe)))}; ${plainNumber(ADAPTER_LEARNING_RATE)} for adapters`;
}

/** A number without an exponent: '0.00002'. */
export function plainNumber(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, '');
}
