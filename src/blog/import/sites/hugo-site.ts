import type { Post } from '../../posts/post.ts';
import type { HugoSettings } from './hugo-settings.ts';

/** A file of the content, and what its path says. */
export interface HugoFile {
  /** Relative to the content, without the language in its name: 'posts/rain.md'. */
  readonly path: string;
  readonly language: string;
}

/** What the files of a site say about a post besides its own. */
export interface HugoSite {
  readonly settings: HugoSettings;
  /** Null for what is not content. */
  fileAt(path: string): HugoFile | null;
  /** Folders with an `index.md`: all else in them belongs to that page. */
  readonly bundles: ReadonlySet<string>;
  /** The pages of sections by their folders, '' for the home page: they hand things down. */
  readonly sections: ReadonlyMap<string, Post>;
}
