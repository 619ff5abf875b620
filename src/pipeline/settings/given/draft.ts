// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne draft`, as a caller gives them. */
export interface DraftGiven {
  /**
   * File with the text: its title is the first line, unless title gives another one.
   *
   * A path. Default: the text is given with text.
   */
  readonly file?: string | null | undefined;
  /**
   * The text itself, instead of a file.
   *
   * A text, or a list of texts, none of them empty. Default: the text is in a file.
   */
  readonly text?: string | readonly string[] | null | undefined;
  /**
   * Title of the draft, kept word for word; the text then need not have one.
   *
   * Default: that of the text.
   */
  readonly title?: string | null | undefined;
  /**
   * Tags of the draft, kept word for word.
   *
   * Texts of one line each, none of them empty. Default: tags of your blog that fit.
   */
  readonly tags?: readonly string[] | null | undefined;
  /**
   * Files, folders or globs of posts (.md, .markdown, .mdx, .txt), a site, export, feed, web pages, CSV or JSONL.
   *
   * A list with at least one entry. Required.
   */
  readonly posts: readonly string[];
  /**
   * Folder for the draft; existing files are never overwritten.
   *
   * A path. Required.
   */
  readonly out: string;
  /**
   * Allow `out` to be a folder of published posts: your site then publishes new posts unread.
   *
   * Default: false.
   */
  readonly into_posts?: boolean | undefined;
  /**
   * Picture of a new post, if your newest posts have one; auto: in their format; png, webp, jpg: with sharp.
   *
   * Default: `'auto'`.
   */
  readonly cover?: 'auto' | 'none' | 'svg' | 'png' | 'webp' | 'jpg' | undefined;
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
   * Front matter key that marks posts written by a model; none leaves the draft unmarked.
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
   * Time zone for the dates of posts, such as Europe/Berlin.
   *
   * Default: the computer's.
   */
  readonly timezone?: string | null | undefined;
  /**
   * Keep near-duplicates; by default only the newest is kept, or the longest of the same date.
   *
   * Default: false.
   */
  readonly keep_near_duplicates?: boolean | undefined;
}
