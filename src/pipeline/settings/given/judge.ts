// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne judge`, as a caller gives them. */
export interface JudgeGiven {
  /**
   * Texts to judge (.md, .markdown, .mdx, .txt): files, folders, globs.
   *
   * A list with at least one entry. Required.
   */
  readonly files: readonly string[];
  /**
   * Where to look for copied passages: posts, training texts or token files (.npz).
   *
   * A list with at least one entry. Default: the training data of the run.
   */
  readonly dataset?: readonly string[] | null | undefined;
  /**
   * Run in checkpoint/ that measures bits per byte, with its base model and with its trained model.
   *
   * Default: the newest run, if no dataset is given.
   */
  readonly run?: string | null | undefined;
  /**
   * Checkpoint of the run: the one with the best validation loss, the latest, or that of a step.
   *
   * A whole number of steps, 0 or more, or best or latest. Default: the one that wrote the posts of the run, else the latest.
   */
  readonly checkpoint?: number | 'best' | 'latest' | null | undefined;
  /**
   * Maximum number of words in a row that a text may copy from one of your posts.
   *
   * A whole number of words, 1 or more, or any. Default: 20.
   */
  readonly max_copied?: number | 'any' | undefined;
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
