// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne discard`, as a caller gives them. */
export interface DiscardGiven {
  /**
   * Drafts: their paths, or their names in the queue or, with `restore`, in its trash.
   *
   * A list with at least one entry. Required.
   */
  readonly files: readonly string[];
  /**
   * Move them from the trash back to where they were, instead.
   *
   * Default: false.
   */
  readonly restore?: boolean | undefined;
  /**
   * Folder of drafts; approved: true in the front matter allows publishing, approved: false forbids it.
   *
   * A path. Default: `'_drafts'`.
   */
  readonly queue?: string | undefined;
}
