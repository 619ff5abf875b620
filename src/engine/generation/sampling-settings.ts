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
   * Positive logits of tokens that occurred are divided by it, negative ones multiplied (Keskar et al., 2019, as
   * transformers computes it); 1 is off.
   */
  readonly repetition_penalty: number;
  /** How many of the last tokens the penalty looks at (llama.cpp's `repeat_last_n`); null, the default: the whole text. */
  readonly repetition_window?: number | null;
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
