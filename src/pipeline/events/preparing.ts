/** Events of `prepare`, `import` and `encode`. They hold JSON values only. */

import type { DownloadEvent } from '../../project/download-events.ts';
import type { CleaningEvent, CorpusEvent, Skipped } from './reading.ts';

/** The training text has been written. */
export interface PreparedEvent {
  readonly type: 'prepared';
  readonly path: string;
  /** Path of the report about the posts; null if none was requested. */
  readonly report: string | null;
  readonly posts: number;
  readonly words: number;
  /** Including the end token of each post. */
  readonly tokens: number;
  /** Files and export items that were found: the posts in the text plus everything that was skipped. */
  readonly seen: number;
  readonly skipped: readonly Skipped[];
  /** Null if nothing was found. */
  readonly cleaning: CleaningEvent | null;
}

export type PrepareEvent = CorpusEvent | PreparedEvent;

/** A post is in its file. */
export interface PostImportedEvent {
  readonly type: 'post-imported';
  readonly path: string;
  /** An identical file already existed. */
  readonly wasThere: boolean;
}

/** All posts are in their files. */
export interface ImportedEvent {
  readonly type: 'imported';
  readonly out: string;
  /** Files that were written, and identical files that already existed. */
  readonly written: number;
  readonly there: number;
  readonly words: number;
  /** Files and export items that were found: those that have a file plus everything that was skipped. */
  readonly seen: number;
  readonly skipped: readonly Skipped[];
}

export type ImportEvent = CorpusEvent | PostImportedEvent | ImportedEvent;

/** The token file has been written. */
export interface EncodedEvent {
  readonly type: 'encoded';
  readonly path: string;
  readonly tokens: number;
  readonly chunks: number;
}

export type EncodeEvent = DownloadEvent | CorpusEvent | EncodedEvent;
