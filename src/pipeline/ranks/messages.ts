import type { GenerationEvent } from '../../engine/generation/generate-texts.ts';

/** Consecutive texts that one rank writes side by side. */
export interface TextsToWrite<Job> {
  /** What to write after, as JSON. */
  readonly job: Job;
  readonly firstNumber: number;
  readonly count: number;
}

/** Writes texts, `batchSize` side by side, until the signal aborts. */
export type WriteTexts<Job> = (
  texts: TextsToWrite<Job> & { readonly batchSize: number },
  signal: AbortSignal | undefined,
) => AsyncGenerator<GenerationEvent, void, undefined>;

/** What ranks tell each other while they write. Each `unit` is the number of one piece of work. */
export type WritingMessage<Job> =
  /** Rank 0 to a rank: write these. */
  | { readonly type: 'write'; readonly to: number; readonly unit: number; readonly texts: TextsToWrite<Job> }
  /** Rank 0 to all: leave the texts in progress, nobody needs them. */
  | { readonly type: 'stop' }
  /** Rank 0 to all: there is nothing more to write. */
  | { readonly type: 'end' }
  /** To rank 0: what happened to the texts. */
  | { readonly type: 'events'; readonly unit: number; readonly events: readonly GenerationEvent[] }
  /** To rank 0: all texts of the unit are done. */
  | { readonly type: 'done'; readonly unit: number }
  /** To rank 0: a person stopped this rank. */
  | { readonly type: 'stopped'; readonly host: string };
