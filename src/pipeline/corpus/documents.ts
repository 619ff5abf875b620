import type { Post } from '../../blog/posts/post.ts';
import type { CorpusEvent, FilesSeenEvent, NoteEvent, SkippedEvent, SourceEvent } from '../events/reading.ts';

/** A post, and the text of it that the model learns from. */
export interface PostDocument {
  readonly post: Post;
  readonly text: string;
}

export interface DocumentEvent extends PostDocument {
  readonly type: 'document';
  /** Names the post in messages. */
  readonly path: string;
  /** True if a site generator processes the body; false for posts from an export. */
  readonly hasGenerator: boolean;
}

/** Progress of reading one input. */
export interface InputProgressEvent {
  readonly type: 'input-progress';
  readonly path: string;
  readonly filesDone: number;
  readonly bytesDone: number;
}

/** Everything that reading one input reports. */
export type InputEvent = DocumentEvent | SkippedEvent | NoteEvent | SourceEvent | FilesSeenEvent | InputProgressEvent;

/** What reading all inputs reports. */
export type ReadPostsEvent = CorpusEvent | DocumentEvent;

export interface ReadPostsOptions {
  /** `text`: what a reader sees; `markdown`: see `markdownForm`. */
  readonly format: 'text' | 'markdown';
  /** Whether drafts are included. */
  readonly drafts: boolean;
  /** A front-matter key, besides GENERATED_LABEL, that marks posts written by a model. */
  readonly label?: string;
  /** Posts to leave out: see `Exclusion`; null or missing for none. */
  readonly exclude?: readonly string[] | null;
  /** The encoding of files without a byte order mark. */
  readonly encoding: string;
  /**
   * The site generator: its id, 'auto' (the default) to recognise it by its files, 'none' to read folders as they are.
   */
  readonly site?: string;
  /** Whether to remove paragraphs that repeat in most posts, and to mask private data; both false by default. */
  readonly strip_boilerplate?: boolean;
  readonly redact?: boolean;
  /** Whether to keep posts that nearly repeat another one; false by default. */
  readonly keep_near_duplicates?: boolean;
  /** A path to leave out, even if it is among the posts: the output. */
  readonly except?: string | undefined;
}

/** The same, with a signal that ends the reading. */
export interface InterruptibleReading extends ReadPostsOptions {
  readonly signal: AbortSignal | undefined;
}
