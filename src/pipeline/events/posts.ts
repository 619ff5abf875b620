/** Events of `posts`. They hold JSON values only. */

import type { CorpusFacts, PostFacts } from '../../blog/report/corpus-facts.ts';
import type { CleaningEvent, CorpusEvent, Skipped } from './reading.ts';
import type { NoticeEvent } from './training.ts';

/** A post that a model would learn from. */
export interface PostSeenEvent extends PostFacts {
  readonly type: 'post-seen';
}

/** What a model would learn from, and what not. */
export interface PostsShownEvent {
  readonly type: 'posts-shown';
  /** The model that the posts are for: its vocabulary counted the tokens. */
  readonly model: string;
  /** The form in which it reads posts. */
  readonly format: 'text' | 'markdown';
  readonly facts: CorpusFacts;
  /** Files and items of exports that were found: the posts in `facts` plus everything that was skipped. */
  readonly seen: number;
  readonly skipped: readonly Skipped[];
  /** What could not be read as written, in sentences that name the file, and the line if it is known. */
  readonly notes: readonly string[];
  /** Null if nothing was found. */
  readonly cleaning: CleaningEvent | null;
}

export type PostsEvent = NoticeEvent | CorpusEvent | PostSeenEvent | PostsShownEvent;
