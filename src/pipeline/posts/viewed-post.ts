import type { SkippedEvent } from '../events/reading.ts';
import type { TokenPiece } from './token-pieces.ts';

/** One post, as its file has it and as the model sees it. */
export interface ViewedPost {
  /** Names it in messages. */
  readonly path: string;
  readonly title: string | null;
  readonly date: string | null;
  /** Whether `path` is a file, rather than an item of an export. */
  readonly isFile: boolean;
  /** Its file; for an item of an export, the one that an import would write. Null if it could not be read. */
  readonly source: string | null;
  /** Why it is left out whatever the other posts are; null if it is not. */
  readonly leftOut: Pick<SkippedEvent, 'because' | 'reason'> | null;
  /** The text that the model learns from, in tokens; null if it is left out. */
  readonly pieces: readonly TokenPiece[] | null;
}
