// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne approve`, as a caller gives them. */
export interface ApproveGiven {
  /**
   * Drafts: their paths, or their names in the queue.
   *
   * A list with at least one entry. Required.
   */
  readonly files: readonly string[];
  /**
   * Publish them on this day, before drafts without one, and not earlier; any removes it.
   *
   * Default: the day that a draft has.
   */
  readonly for?: string | null | undefined;
  /**
   * Folder of drafts; approved: true in the front matter allows publishing, approved: false forbids it.
   *
   * A path. Default: `'_drafts'`.
   */
  readonly queue?: string | undefined;
}
