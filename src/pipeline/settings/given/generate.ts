// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne generate`, as a caller gives them. */
export interface GenerateGiven {
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
   * Text to continue; several are continued one after another. On a command line, - reads standard input.
   *
   * A text, or a list of texts. Default: start a new text.
   */
  readonly prompt?: string | readonly string[] | null | undefined;
  /**
   * Files with a text to continue, after those of prompt; the last line break of a file does not count.
   *
   * A list with at least one entry. Default: none.
   */
  readonly prompt_file?: readonly string[] | null | undefined;
  /**
   * Show the prompt at the beginning of each text.
   *
   * Default: true.
   */
  readonly include_prompt?: boolean | undefined;
  /**
   * Texts to write for each prompt; 0 means until stopped.
   *
   * A whole number of texts, 0 or more. Default: 0.
   */
  readonly nsamples?: number | undefined;
  /**
   * Texts to write in parallel.
   *
   * A whole number of texts, 1 or more. Default: 1.
   */
  readonly batch_size?: number | undefined;
  /**
   * Maximum length of a text; beyond n_ctx, the model sees only the most recent tokens.
   *
   * A whole number of tokens, 1 or more. Default: the model's n_ctx, at most 1024.
   */
  readonly length?: number | null | undefined;
  /**
   * End a text when the model writes the end mark.
   *
   * Default: true.
   */
  readonly stop_at_end?: boolean | undefined;
  /**
   * Drop the unfinished sentence at the end of a text that reaches its length; shows it sentence by sentence.
   *
   * Default: true.
   */
  readonly whole_sentences?: boolean | undefined;
  /**
   * Show how likely each token was, and this many of the likeliest tokens that could have stood there.
   *
   * A whole number of tokens, 0 to 20. Default: not shown.
   */
  readonly logprobs?: number | null | undefined;
  /**
   * Folder to write each text to, as a file.
   *
   * A path. Default: only show the texts.
   */
  readonly out?: string | null | undefined;
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
   * End a text before this string, which is not shown; may be given several times.
   *
   * A text, or a list of texts, none of them empty. Default: none.
   */
  readonly stop?: string | readonly string[] | null | undefined;
  /**
   * Words or phrases never to write, in any case and spelling; longer words that contain them are allowed.
   *
   * A text, or a list of texts, none of them empty. Default: none.
   */
  readonly banned_words?: string | readonly string[] | null | undefined;
  /**
   * Make tokens likelier or less likely, by -100 to 100: 464=-5 by number, " cat=2" by text, '"464"=2' as text.
   *
   * A text, or a list of texts, none of them empty. Default: none.
   */
  readonly logit_bias?: string | readonly string[] | null | undefined;
  /**
   * Write this many texts for each one you asked for, and keep the one with the best score.
   *
   * A whole number of drafts, 1 or more. Default: 1.
   */
  readonly best_of?: number | undefined;
  /**
   * Maximum number of words in a row that a text may copy from one of your posts.
   *
   * A whole number of words, 1 or more, or any. Default: not checked.
   */
  readonly max_copied?: number | 'any' | null | undefined;
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
  /**
   * Write on these machines together, this one first; mpirun starts the command on each. See docs/machines.md.
   *
   * Texts of one line each, none of them empty. Default: this machine alone.
   */
  readonly hosts?: readonly string[] | null | undefined;
}
