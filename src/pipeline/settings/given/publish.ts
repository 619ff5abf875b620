// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne publish`, as a caller gives them. */
export interface PublishGiven {
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
   * folder: the site's folder of posts; ghost or wordpress: the blog at `url`.
   *
   * Default: `'folder'`.
   */
  readonly to?: 'folder' | 'ghost' | 'wordpress' | undefined;
  /**
   * For folder: the site or its folder of posts; existing files are never overwritten.
   *
   * A path. Default: the site in the current folder.
   */
  readonly out?: string | null | undefined;
  /**
   * For ghost and wordpress: the address of the blog.
   *
   * Default: none.
   */
  readonly url?: string | null | undefined;
  /**
   * For ghost and wordpress: upload the post as a draft, for you to publish there.
   *
   * Default: false.
   */
  readonly as_draft?: boolean | undefined;
  /**
   * For ghost: html becomes blocks in the editor; lexical is a single card with the original Markdown.
   *
   * Default: html.
   */
  readonly ghost_source?: 'html' | 'lexical' | null | undefined;
  /**
   * Commit the post, the removed draft and the journal, and nothing else; push also pushes the commit.
   *
   * Default: `'none'`.
   */
  readonly git?: 'none' | 'commit' | 'push' | undefined;
  /**
   * once: one post, now; otherwise one every day, every weekday (Monday to Friday), or on this day each week.
   *
   * Default: once.
   */
  readonly every?:
    | 'once'
    | 'day'
    | 'weekday'
    | 'monday'
    | 'tuesday'
    | 'wednesday'
    | 'thursday'
    | 'friday'
    | 'saturday'
    | 'sunday'
    | null
    | undefined;
  /**
   * With `every`: the time of day.
   *
   * Default: 09:00.
   */
  readonly at?: string | null | undefined;
  /**
   * Time zone for `at` and for the dates of posts, such as Europe/Berlin.
   *
   * Default: the computer's.
   */
  readonly timezone?: string | null | undefined;
  /**
   * With `every`: publish for the latest missed time, until the next publishing day, or for each missed time.
   *
   * Default: latest.
   */
  readonly missed?: 'latest' | 'each' | null | undefined;
  /**
   * With `every`: keep running and wait for the next time.
   *
   * Default: true.
   */
  readonly wait?: boolean | undefined;
  /**
   * Only print the files that make GitHub or this machine run this command on schedule.
   *
   * Default: none.
   */
  readonly print?: 'github-actions' | 'systemd' | 'cron' | null | undefined;
  /**
   * If no draft is approved, publish the best unreviewed draft written by a model.
   *
   * Default: false.
   */
  readonly auto?: boolean | undefined;
  /**
   * With `auto`: drafts with a lower score are not published without approval.
   *
   * A number, 0 to 1. Default: 0.6.
   */
  readonly min_score?: number | null | undefined;
  /**
   * Write new drafts like tpdne run when fewer than this are left in the queue; 0 is off.
   *
   * A whole number of drafts, 0 or more. Default: 0.
   */
  readonly refill?: number | undefined;
  /**
   * With `refill` and `auto`: the posts to learn from and to judge drafts against.
   *
   * A list with at least one entry. Default: the same as for tpdne run, or the posts in `out`.
   */
  readonly posts?: readonly string[] | null | undefined;
  /**
   * With `refill` and `auto`: the front matter key that marks drafts written by a model.
   *
   * Default: the same as for tpdne run.
   */
  readonly label?: string | null | undefined;
  /**
   * Base model: a name in models/ or of a download, base (bundled), nano or random:124M (random weights).
   *
   * Default: the same as for tpdne run.
   */
  readonly model_name?: string | null | undefined;
  /**
   * Download the model if it is not on this machine.
   *
   * Default: false.
   */
  readonly yes?: boolean | undefined;
  /**
   * Name of the run: its folder in checkpoint/ and samples/.
   *
   * Default: the same as for tpdne run.
   */
  readonly run_name?: string | null | undefined;
  /**
   * webgpu: the GPU; cpu: the compiled kernels; reference: plain TypeScript, slow; auto: the first available.
   *
   * Default: the same as for tpdne run.
   */
  readonly device?: 'auto' | 'webgpu' | 'cpu' | 'reference' | null | undefined;
  /**
   * Threads that the cpu device uses.
   *
   * A whole number of threads, 1 or more. Default: the same as for tpdne run.
   */
  readonly threads?: number | null | undefined;
  /**
   * Of matrix products; bfloat16: a CPU that has it, twice as fast; float16: a GPU; auto: bfloat16 or float32.
   *
   * Default: the same as for tpdne run.
   */
  readonly precision?: 'auto' | 'float32' | 'bfloat16' | 'float16' | null | undefined;
}
