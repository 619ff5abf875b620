/** Events of reading posts, which every command that takes posts reports. They hold JSON values only. */

import type { PrivateFinding } from '../../blog/corpus/clean-post.ts';
import type { LeftOutFor } from '../../blog/import/post-source.ts';

/** Progress of reading. */
export interface ReadingEvent {
  readonly type: 'reading';
  readonly path: string;
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
}

/** More files, or items of an export, were found. Each becomes a document or is skipped. */
export interface FilesSeenEvent {
  readonly type: 'files-seen';
  readonly count: number;
}

/** The kind of source that an input was recognised as. */
export interface SourceEvent {
  readonly type: 'source';
  readonly path: string;
  /** For people: 'a Jekyll site', "WordPress's export file". */
  readonly source: string;
}

/** A remark about a file that was read nevertheless. */
export interface NoteEvent {
  readonly type: 'note';
  readonly path: string;
  readonly note: string;
}

/** Why an item is skipped. */
export type SkipReason =
  | LeftOutFor
  | 'unreadable'
  | 'generated'
  | 'draft'
  | 'duplicate'
  | 'near-duplicate'
  | 'excluded';

/** A file among the posts, or a part of one, that is not learned from. */
export interface Skipped {
  readonly path: string;
  readonly because: SkipReason;
  /** A sentence, without the path. */
  readonly reason: string;
  /** How many items this stands for, when more than one: the comments of an export are reported together. */
  readonly count?: number;
  /** The entry of `exclude` that it matches, for `excluded`. */
  readonly pattern?: string;
}

/** A file among the posts, or a part of one, is not learned from. */
export interface SkippedEvent extends Skipped {
  readonly type: 'skipped';
}

/** Progress of cleaning, which starts once all posts are read. Reported only when it takes long. */
export interface CleaningProgressEvent {
  readonly type: 'cleaning-progress';
  readonly posts: number;
  readonly postsDone: number;
}

/** What cleaning found in the posts. Reported once, after the last document, if anything was found. */
export interface CleaningEvent {
  readonly type: 'cleaning';
  /** The worst kind first; within a kind, in the order of the posts. */
  readonly findings: readonly Finding[];
  /** Whether the findings are masked. */
  readonly redacted: boolean;
  /** The most frequent first. */
  readonly boilerplate: readonly Boilerplate[];
  /** Whether the boilerplate was removed. */
  readonly stripped: boolean;
  /** Links from which tracking parameters were removed. */
  readonly trackedLinks: number;
}

/** Something private in a post. */
export interface Finding extends PrivateFinding {
  readonly path: string;
}

/** A paragraph that repeats in many posts. */
export interface Boilerplate {
  readonly text: string;
  readonly posts: number;
}

/** Everything that is reported while posts are read. */
export type CorpusEvent =
  | ReadingEvent
  | FilesSeenEvent
  | SkippedEvent
  | NoteEvent
  | SourceEvent
  | CleaningProgressEvent
  | CleaningEvent;
