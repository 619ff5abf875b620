// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne remove`, as a caller gives them. */
export interface RemoveGiven {
  /**
   * Run to delete: its folders in checkpoint/ and samples/. New posts that it wrote stay.
   *
   * Default: none.
   */
  readonly run?: string | null | undefined;
  /**
   * Model to delete from models/; runs that started from it can still write.
   *
   * Default: none.
   */
  readonly model_name?: string | null | undefined;
  /**
   * Delete without asking.
   *
   * Default: false.
   */
  readonly yes?: boolean | undefined;
}
