// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne unpublish`, as a caller gives them. */
export interface UnpublishGiven {
  /**
   * Post to take back: its path, its address, or the name that its draft had.
   *
   * A path. Default: the last one published.
   */
  readonly file?: string | null | undefined;
  /**
   * Folder of drafts; approved: true in the front matter allows publishing, approved: false forbids it.
   *
   * A path. Default: `'_drafts'`.
   */
  readonly queue?: string | undefined;
  /**
   * Show what would change without changing it.
   *
   * Default: false.
   */
  readonly dry_run?: boolean | undefined;
  /**
   * Commit the removed post, the draft and the journal, and nothing else; push also pushes the commit.
   *
   * Default: as it was published.
   */
  readonly git?: 'none' | 'commit' | 'push' | null | undefined;
  /**
   * For a post on ghost or wordpress: the address of the blog.
   *
   * Default: none.
   */
  readonly url?: string | null | undefined;
}
