import type { PrivateFinding } from '../../blog/corpus/clean-post.ts';
import type { Post } from '../../blog/posts/post.ts';
import type { PassedOverEvent } from './passed-over.ts';
import type { ReadingEvent } from './read-tokens.ts';

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

/** So many more files, or items of an export, were seen: each is a document, or is passed over. */
export interface SeenEvent {
  readonly type: 'seen';
  readonly count: number;
}

/** Something private in a post. */
export interface Finding extends PrivateFinding {
  readonly path: string;
}

/** A paragraph that so many posts have. */
export interface Boilerplate {
  readonly text: string;
  readonly posts: number;
}

/** What was found in the posts besides posts; told once, after the last document, when there is anything. */
export interface CleaningEvent {
  readonly type: 'cleaning';
  /** The worst kind first, within one in the order of the posts. */
  readonly findings: readonly Finding[];
  /** Whether they are masked. */
  readonly redacted: boolean;
  /** The most frequent first. */
  readonly boilerplate: readonly Boilerplate[];
  /** Whether it was taken out. */
  readonly stripped: boolean;
  /** Links that were freed of parameters for tracking. */
  readonly trackedLinks: number;
}

/** How far cleaning is, which begins when all posts are read; told now and then where it takes long. */
export interface CleanedEvent {
  readonly type: 'cleaned so far';
  readonly posts: number;
  readonly postsDone: number;
}

/** How far the reading of one input is. */
export interface ReadSoFarEvent {
  readonly type: 'read so far';
  readonly path: string;
  readonly filesDone: number;
  readonly bytesDone: number;
}

/** What reading one input gives. */
export type InputEvent = DocumentEvent | PassedOverEvent | NoteEvent | SourceEvent | SeenEvent | ReadSoFarEvent;

export type ReadPostsEvent =
  | ReadingEvent
  | SeenEvent
  | DocumentEvent
  | PassedOverEvent
  | NoteEvent
  | SourceEvent
  | CleanedEvent
  | CleaningEvent;

/** What there is to tell while posts are read, besides documents. */
export type CorpusEvent = Exclude<ReadPostsEvent, DocumentEvent>;

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
