// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne review`, as a caller gives them. */
export interface ReviewGiven {
  /**
   * Folder of drafts; approved: true in the front matter allows publishing, approved: false forbids it.
   *
   * A path. Default: `'_drafts'`.
   */
  readonly queue?: string | undefined;
  /**
   * Without a run, which knows its posts: the posts to judge drafts against.
   *
   * A list with at least one entry. Default: the same as for tpdne run.
   */
  readonly posts?: readonly string[] | null | undefined;
  /**
   * Maximum number of words in a row that a text may copy from one of your posts.
   *
   * A whole number of words, 1 or more, or any. Default: 20.
   */
  readonly max_copied?: number | 'any' | undefined;
  /**
   * Drafts with a lower score get a warning.
   *
   * A number, 0 to 1. Default: 0.6.
   */
  readonly min_score?: number | null | undefined;
  /**
   * Show drafts as lines of text and ask for a word, as suits screen readers, instead of using the whole screen.
   *
   * Default: false.
   */
  readonly plain?: boolean | undefined;
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
