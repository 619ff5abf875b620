// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne hold`, as a caller gives them. */
export interface HoldGiven {
  /**
   * Drafts: their paths, or their names in the queue.
   *
   * A list with at least one entry. Required.
   */
  readonly files: readonly string[];
  /**
   * Folder of drafts; approved: true in the front matter allows publishing, approved: false forbids it.
   *
   * A path. Default: `'_drafts'`.
   */
  readonly queue?: string | undefined;
}
