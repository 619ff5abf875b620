// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne show`, as a caller gives them. */
export interface ShowGiven {
  /**
   * A run in checkpoint/, a model in models/, a token file (.npz), or the path of a run, checkpoint or model.
   *
   * Required.
   */
  readonly what: string;
}
