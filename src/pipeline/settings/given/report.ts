// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne report`, as a caller gives them. */
export interface ReportGiven {
  /**
   * Run in checkpoint/ to report on.
   *
   * Default: the newest run.
   */
  readonly run?: string | null | undefined;
  /**
   * File for the report, an HTML page; an earlier report is replaced.
   *
   * A path. Default: report.html in the folder of the run.
   */
  readonly out?: string | null | undefined;
  /**
   * Replace the file even if it is not a report.
   *
   * Default: false.
   */
  readonly overwrite?: boolean | undefined;
}
