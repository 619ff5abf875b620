// Generated from the table of settings by `npm run generate`. Change the table, not this file.

/** The settings of `tpdne init`, as a caller gives them. */
export interface InitGiven {
  /**
   * Ask nothing and accept all suggestions.
   *
   * Default: false.
   */
  readonly yes?: boolean | undefined;
  /**
   * File type: tpdne.config.json, .ts or .js; .ts needs Node 22.18 and this package installed in the site.
   *
   * Default: `'json'`.
   */
  readonly as?: 'json' | 'ts' | 'js' | undefined;
  /**
   * Add the files of tpdne to exclude in the _config.yml of a Jekyll site.
   *
   * Default: false.
   */
  readonly exclude?: boolean | undefined;
  /**
   * Replace an existing config file.
   *
   * Default: false.
   */
  readonly overwrite?: boolean | undefined;
}
