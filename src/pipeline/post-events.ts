import type { Post } from '../blog/posts/post.ts';
import type { PassedOverEvent } from './passed-over.ts';
import type { ReadingEvent } from './read-tokens.ts';

/** A post, and what the model sees of it. */
export interface PostDocument {
  readonly post: Post;
  readonly text: string;
}

export interface DocumentEvent extends PostDocument {
  readonly type: 'document';
  /** The body is for the site's generator to act on; false for what came out of an export. */
  readonly hasGenerator: boolean;
}

/** Something about a file that was taken all the same. */
export interface NoteEvent {
  readonly type: 'note';
  readonly path: string;
  readonly note: string;
}

/** What an input was taken for. */
export interface SourceEvent {
  readonly type: 'source';
  readonly path: string;
  /** 'a Jekyll site', "WordPress's export file". */
  readonly source: string;
}

export type ReadPostsEvent = ReadingEvent | DocumentEvent | PassedOverEvent | NoteEvent | SourceEvent;

export interface ReadPostsOptions {
  /** `text`: what a reader sees; `markdown`: the Markdown under a small fixed front matter. */
  readonly format: 'text' | 'markdown';
  /** Whether drafts are taken. */
  readonly drafts: boolean;
  /** Another key, besides GENERATED_LABEL, by which a post says that a model wrote it. */
  readonly label?: string;
  /** Of files without a byte order mark. */
  readonly encoding: string;
  /** The generator of a site's folder: its id, 'none' for folders as they are, by default 'auto', by its files. */
  readonly site?: string;
  /** A path that is not read, though it lies among the posts: that of the output. */
  readonly except?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}
