// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne continue`, as a caller gives them. */
export interface ContinueGiven {
  /**
   * Draft to continue after its last character; the file is kept as it is.
   *
   * A path. Required.
   */
  readonly draft: string;
  /**
   * Folder for the continued draft; existing files are never overwritten.
   *
   * A path. Default: the folder of the draft.
   */
  readonly out?: string | null | undefined;
  /**
   * Continue the file itself; what it was is kept beside it, with .bak after its name.
   *
   * Default: false.
   */
  readonly in_place?: boolean | undefined;
  /**
   * Different continuations to write.
   *
   * A whole number of drafts, 1 or more. Default: 1.
   */
  readonly nsamples?: number | undefined;
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
   * Maximum length of what is added; beyond n_ctx, the model sees only the most recent tokens.
   *
   * A whole number of tokens, 1 or more. Default: half of the model's n_ctx, at most 1024.
   */
  readonly length?: number | null | undefined;
  /**
   * text: the text that a reader sees; markdown: the Markdown below its title, tags, outline and so on.
   *
   * Default: that from which the run learned, else text.
   */
  readonly format?: 'text' | 'markdown' | null | undefined;
  /**
   * The same seed and the same settings give the same result.
   *
   * A whole number, 0 or more. Default: a new random seed.
   */
  readonly seed?: number | null | undefined;
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
   * A number, 0 to 1. Default: 0.9.
   */
  readonly top_p?: number | undefined;
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
   * A number, 1 or more. Default: 1.
   */
  readonly repetition_penalty?: number | undefined;
  /**
   * How many of the last tokens repetition_penalty looks at.
   *
   * A whole number of tokens, 1 or more. Default: the whole text.
   */
  readonly repetition_window?: number | null | undefined;
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
   * A number, 0 or more. Default: 0.
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
   * Write this many continuations for each one you asked for, and keep the one with the best score.
   *
   * A whole number of drafts, 1 or more. Default: 1.
   */
  readonly best_of?: number | undefined;
  /**
   * Where to look for copied passages: posts, training texts or token files (.npz).
   *
   * A list with at least one entry. Default: the training data of the run.
   */
  readonly dataset?: readonly string[] | null | undefined;
  /**
   * Encoding of text files without a byte order mark.
   *
   * Default: `'utf-8'`.
   */
  readonly encoding?: string | undefined;
  /**
   * Include drafts (draft: true, published: false, _drafts/).
   *
   * Default: false.
   */
  readonly drafts?: boolean | undefined;
  /**
   * Front matter key that marks posts written by a model; these posts are skipped.
   *
   * Default: `'generated'`.
   */
  readonly label?: string | undefined;
  /**
   * Posts to leave out: file names, paths, folders or globs; an item of an export by the name of its file.
   *
   * A text, or a list of texts, none of them empty. Default: none.
   */
  readonly exclude?: string | readonly string[] | null | undefined;
  /**
   * Generator of a site; auto: detect it from the files; none: read the folder as plain files.
   *
   * Default: `'auto'`.
   */
  readonly site?:
    | 'auto'
    | 'none'
    | 'docusaurus'
    | 'astro'
    | 'gatsby'
    | 'eleventy'
    | 'pelican'
    | 'zola'
    | 'hugo'
    | 'nikola'
    | 'hexo'
    | 'jekyll'
    | undefined;
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
