/** The defaults of DRY's settings, which are llama.cpp's. */
export const DRY = { base: 1.75, allowed_length: 2 } as const;

/** How the next token is drawn from the model's logits. */
export interface SamplingSettings {
  /** Logits are divided by it: below 1 the likely tokens become likelier. 0 takes the likeliest token, always. */
  readonly temperature: number;
  /** Draw among the k likeliest tokens, and those tied with the k-th; 0 is off. */
  readonly top_k: number;
  /** Draw among the likeliest tokens that together reach this probability; 0 is off. It goes before top_k. */
  readonly top_p: number;
  /**
   * Draw among the tokens that are at least this share as likely as the likeliest one (Nguyen et al., 2024), 0 to 1; 0, the
   * default, is off. Applies with top_k or top_p as well.
   */
  readonly min_p?: number;
  /**
   * Locally typical sampling (Meister et al., 2022): draw among the tokens whose surprise, −log p, is closest to the one
   * expected, Σ −p log p, until together they reach this probability; both are of what top_k, top_p and min_p left. 0 to 1;
   * 0, the default, and 1 are off. It may leave out the likeliest token, except at temperature 0, which it does not change.
   */
  readonly typical_p?: number;
  /**
   * Added to the logit of each token before everything else; none by default. −100 in effect excludes a token, 100 leaves no
   * other, as in OpenAI's API.
   */
  readonly token_bias?: ReadonlyMap<number, number>;
  /**
   * Positive logits of tokens that occurred are divided by it, negative ones multiplied (Keskar et al., 2019, as
   * transformers computes it); 1 is off.
   */
  readonly repetition_penalty: number;
  /** How many of the last tokens the penalty looks at (llama.cpp's `repeat_last_n`); null, the default: the whole text. */
  readonly repetition_window?: number | null;
  /**
   * A token that the text has n times loses n · frequency_penalty and, if n is not 0, presence_penalty; 0, the default, is off,
   * below 0 such tokens become likelier. The formula of OpenAI's API, which like vLLM counts what the model wrote, without
   * the prompt.
   */
  readonly frequency_penalty?: number;
  readonly presence_penalty?: number;
  /**
   * DRY, as llama.cpp computes it: a token that would extend a repeated sequence of n tokens loses
   * dry_multiplier · dry_base^(n − dry_allowed_length), if n is at least dry_allowed_length. 0, the default, is off.
   */
  readonly dry_multiplier?: number;
  /** 1 or more; 1.75 by default. */
  readonly dry_base?: number;
  /** 1 or more; 2 by default. */
  readonly dry_allowed_length?: number;
  /**
   * Never repeat a sequence of this many tokens in a text (Paulus et al., 2018); 0, the default, is off. Constraints
   * take precedence.
   */
  readonly no_repeat_ngram_size?: number;
}
