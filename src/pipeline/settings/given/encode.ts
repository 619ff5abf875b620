// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne encode`, as a caller gives them. */
export interface EncodeGiven {
  /**
   * Posts (a folder, a site, an export) or plain text (a file, a folder, a glob).
   *
   * A path. Required.
   */
  readonly in_text: string;
  /**
   * Token file to write; NumPy and the 2019 scripts can read it too.
   *
   * A path. Required.
   */
  readonly out_npz: string;
  /**
   * Model whose vocabulary to use: a name in models/, or a path.
   *
   * Default: GPT-2's vocabulary.
   */
  readonly model_name?: string | null | undefined;
  /**
   * Download the model if it is not on this machine.
   *
   * Default: false.
   */
  readonly yes?: boolean | undefined;
  /**
   * Join texts, with end marks between them, until they have this many characters.
   *
   * A whole number of characters, 1 or more. Default: 50000.
   */
  readonly combine?: number | undefined;
  /**
   * text: the text that a reader sees; markdown: the Markdown below its title, tags, outline and so on.
   *
   * Default: `'text'`.
   */
  readonly format?: 'text' | 'markdown' | undefined;
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
   * Encode <|endoftext|> as seven ordinary tokens, as the 2019 scripts did, instead of token 50256.
   *
   * Default: false.
   */
  readonly end_mark_as_text?: boolean | undefined;
  /**
   * Replace the token file if it already exists.
   *
   * Default: false.
   */
  readonly overwrite?: boolean | undefined;
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
