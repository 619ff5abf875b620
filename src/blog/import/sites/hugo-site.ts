import type { Post } from '../../posts/post.ts';
import type { HugoSettings } from './hugo-settings.ts';

/** A content file, and what its path says. */
export interface HugoFile {
  /** Relative to the content folder, without the language in its name: 'posts/rain.md'. */
  readonly path: string;
  readonly language: string;
}

/** What a site's other files say about a post. */
export interface HugoSite {
  readonly settings: HugoSettings;
  /** Null if the file is not content. */
  fileAt(path: string): HugoFile | null;
  /** Folders with an `index.md`; their other files belong to that page. */
  readonly bundles: ReadonlySet<string>;
  /** Section pages by folder, '' for the home page; they pass values down. */
  readonly sections: ReadonlyMap<string, Post>;
}
