// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne evaluate`, as a caller gives them. */
export interface EvaluateGiven {
  /**
   * Texts, folders of posts, sites, exports or token files (.npz); each is measured separately.
   *
   * A list with at least one entry. Required.
   */
  readonly texts: readonly string[];
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
   * Tokens in each window; a token is predicted from those before it in the same window of its document.
   *
   * A whole number of tokens, 2 or more. Default: the model's n_ctx, at most 1024.
   */
  readonly window?: number | null | undefined;
  /**
   * Windows per forward pass.
   *
   * A whole number of windows, 1 or more. Default: 4.
   */
  readonly batch_size?: number | undefined;
  /**
   * text: the text that a reader sees; markdown: the Markdown below its title, tags, outline and so on.
   *
   * Default: `'text'`.
   */
  readonly format?: 'text' | 'markdown' | undefined;
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
