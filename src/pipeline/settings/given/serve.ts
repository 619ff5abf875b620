// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne serve`, as a caller gives them. */
export interface ServeGiven {
  /**
   * Run in checkpoint/ to write with.
   *
   * Default: the newest run, or the base model if there is none.
   */
  readonly run?: string | null | undefined;
  /**
   * Checkpoint of the run: the one with the best validation loss, the latest, or that of a step.
   *
   * A whole number of steps, 0 or more, or best or latest. Default: `'latest'`.
   */
  readonly checkpoint?: number | 'best' | 'latest' | undefined;
  /**
   * Model to write with instead of a run: a name in models/, or a path.
   *
   * Default: none.
   */
  readonly model_name?: string | null | undefined;
  /**
   * Download the model if it is not on this machine.
   *
   * Default: false.
   */
  readonly yes?: boolean | undefined;
  /**
   * Port on 127.0.0.1 to listen on; 0: any that is free.
   *
   * A whole number, 0 to 65535. Default: 8080.
   */
  readonly port?: number | undefined;
  /**
   * Web pages that may use the server, such as http://localhost:5173; * is every page that you visit.
   *
   * A text, or a list of texts, none of them empty. Default: none.
   */
  readonly allow_origin?: string | readonly string[] | null | undefined;
  /**
   * Below 1, likely words become likelier; above 1, unlikely ones do; 0 always takes the likeliest.
   *
   * A number, 0 or more. Default: 0.8.
   */
  readonly temperature?: number | undefined;
  /**
   * Choose only among the k likeliest tokens; 0 is off.
   *
   * A whole number of tokens, 0 or more. Default: 0.
   */
  readonly top_k?: number | undefined;
  /**
   * Choose only among the likeliest tokens that add up to this probability; overrides top_k; 0 is off.
   *
   * A number, 0 to 1. Default: 0.9; 0 if top_k is given.
   */
  readonly top_p?: number | null | undefined;
  /**
   * Choose only among tokens at least this share as likely as the likeliest; 0 is off.
   *
   * A number, 0 to 1. Default: 0.
   */
  readonly min_p?: number | undefined;
  /**
   * Choose only among tokens about as surprising as expected that add up to this probability; 0 and 1 are off.
   *
   * A number, 0 to 1. Default: 0.
   */
  readonly typical_p?: number | undefined;
  /**
   * Above 1, tokens that have already occurred become less likely.
   *
   * A number, 1 or more. Default: 1.05.
   */
  readonly repetition_penalty?: number | undefined;
  /**
   * How many of the last tokens repetition_penalty looks at.
   *
   * A whole number of tokens, 1 or more. Default: 128.
   */
  readonly repetition_window?: number | undefined;
  /**
   * Above 0, tokens become less likely each time that the model writes them; below 0, likelier.
   *
   * A number, -2 to 2. Default: 0.
   */
  readonly frequency_penalty?: number | undefined;
  /**
   * Above 0, tokens become less likely once the model has written them; below 0, likelier.
   *
   * A number, -2 to 2. Default: 0.
   */
  readonly presence_penalty?: number | undefined;
  /**
   * Never repeat a sequence of this many tokens within a text; 0 is off.
   *
   * A whole number of tokens, 0 or more. Default: 0.
   */
  readonly no_repeat_ngram_size?: number | undefined;
  /**
   * DRY: makes a token that would extend a repeated sequence less likely, the longer the less; 0 is off.
   *
   * A number, 0 or more. Default: 0.8.
   */
  readonly dry_multiplier?: number | undefined;
  /**
   * DRY: the penalty grows by this factor with each further token of the sequence.
   *
   * A number, 1 or more. Default: 1.75.
   */
  readonly dry_base?: number | undefined;
  /**
   * DRY: sequences of fewer tokens may repeat.
   *
   * A whole number of tokens, 1 or more. Default: 2.
   */
  readonly dry_allowed_length?: number | undefined;
  /**
   * Round the weights while writing: bfloat16 is twice as fast as none, int8 four times but less exact.
   *
   * Default: `'bfloat16'`.
   */
  readonly quantize?: 'none' | 'bfloat16' | 'int8' | undefined;
  /**
   * webgpu: the GPU; cpu: the compiled kernels; reference: plain TypeScript, slow; auto: the first available.
   *
   * Default: `'auto'`.
   */
  readonly device?: 'auto' | 'webgpu' | 'cpu' | 'reference' | undefined;
  /**
   * Threads that the cpu device uses.
   *
   * A whole number of threads, 1 or more. Default: one per core.
   */
  readonly threads?: number | null | undefined;
  /**
   * Of matrix products; bfloat16: a CPU that has it, twice as fast; float16: a GPU; auto: bfloat16 or float32.
   *
   * Default: `'auto'`.
   */
  readonly precision?: 'auto' | 'float32' | 'bfloat16' | 'float16' | undefined;
}
