import type { Post } from '../../blog/posts/post.ts';
import type {
  CleaningEvent,
  CleaningProgressEvent,
  FilesSeenEvent,
  NoteEvent,
  ReadingEvent,
  SkippedEvent,
  SourceEvent,
} from '../events.ts';

/** A post, and what the model sees of it. */
export interface PostDocument {
  readonly post: Post;
  readonly text: string;
}

export interface DocumentEvent extends PostDocument {
  readonly type: 'document';
  /** What the post is called in messages. */
  readonly path: string;
  /** The body is for the site's generator to act on; false for what came out of an export. */
  readonly hasGenerator: boolean;
}

/** How far the reading of one input is. */
export interface InputProgressEvent {
  readonly type: 'input-progress';
  readonly path: string;
  readonly filesDone: number;
  readonly bytesDone: number;
}

/** What reading one input gives. */
export type InputEvent = DocumentEvent | SkippedEvent | NoteEvent | SourceEvent | FilesSeenEvent | InputProgressEvent;

export type ReadPostsEvent =
  | ReadingEvent
  | FilesSeenEvent
  | DocumentEvent
  | SkippedEvent
  | NoteEvent
  | SourceEvent
  | CleaningProgressEvent
  | CleaningEvent;

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
  /** Whether paragraphs that repeat in most posts are taken out, and what is private is masked; by default neither. */
  readonly strip_boilerplate?: boolean;
  readonly redact?: boolean;
  /** Whether posts that nearly repeat another one stay; by default they do not. */
  readonly keep_near_duplicates?: boolean;
  /** A path that is not read, though it lies among the posts: that of the output. */
  readonly except?: string | undefined;
}

/** The same with what ends the reading. */
export interface InterruptibleReading extends ReadPostsOptions {
  readonly signal: AbortSignal | undefined;
}
