// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne import`, as a caller gives them. */
export interface ImportGiven {
  /**
   * Files, folders or globs of posts (.md, .markdown, .mdx, .txt), a site, export, feed, web pages, CSV or JSONL.
   *
   * A list with at least one entry. Required.
   */
  readonly posts: readonly string[];
  /**
   * Folder for the files; existing files are never overwritten.
   *
   * A path. Default: `'posts'`.
   */
  readonly out?: string | undefined;
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
   * Remove paragraphs that repeat from post to post, such as signatures and "subscribe" lines.
   *
   * Default: false.
   */
  readonly strip_boilerplate?: boolean | undefined;
  /**
   * Mask keys, passwords, e-mail addresses, phone numbers and quoted mail; they are always reported.
   *
   * Default: false.
   */
  readonly redact?: boolean | undefined;
  /**
   * Keep near-duplicates; by default only the newest is kept, or the longest of the same date.
   *
   * Default: false.
   */
  readonly keep_near_duplicates?: boolean | undefined;
}
