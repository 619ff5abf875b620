import type { DownloadWaitingEvent } from '../../project/download-events.ts';
import { DownloadFault } from '../../project/download-events.ts';
import { sleep } from '../machine/sleep.ts';

/** How long a download is waited for, and how often tried again. */
export interface RetryPolicy {
  /** Failures in a row after which it gives up. */
  readonly tries: number;
  /** The first pause; each one after it is twice as long, up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** The longest that a server may ask to wait. */
  readonly longestAskedMs: number;
  /** A connection on which nothing comes for so long is given up. */
  readonly stallMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  tries: 6,
  firstPauseMs: 1000,
  longestPauseMs: 30_000,
  longestAskedMs: 600_000,
  stallMs: 30_000,
};

/** What may be over in a moment: a cut connection, a server that has too much to do. The message has no full stop. */
export class TransientError extends Error {
  /** When the server said that it wants to be asked again; null where it did not. */
  readonly retryAfterMs: number | null;
  /** Whether enough came before it that it does not count as a failure after another one. */
  readonly cameFurther: boolean;

  constructor(
    message: string,
    {
      cause,
      retryAfterMs = null,
      cameFurther = false,
    }: Partial<Pick<TransientError, 'retryAfterMs' | 'cameFurther'>> & { cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
    this.cameFurther = cameFurther;
  }
}

/**
 * Does something again while it fails for reasons that pass, with growing pauses. `what` is done, in words. Throws
 * DownloadFault when patience is at its end, what `attempt` throws else, and the signal's reason.
 */
export async function* retry<Event, Result>(
  what: string,
  attempt: () => AsyncGenerator<Event, Result, undefined> | Promise<Result>,
  { tries, firstPauseMs, longestPauseMs, longestAskedMs }: RetryPolicy,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event | DownloadWaitingEvent, Result, undefined> {
  for (let failures = 1; ; failures++) {
    let trouble: TransientError;
    try {
      const running = attempt();
      return running instanceof Promise ? await running : yield* running;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransientError)) throw error;
      trouble = error;
    }
    if (trouble.cameFurther) failures = 1;
    const { message: reason, retryAfterMs } = trouble;
    const giveUp = (why: string) =>
      new DownloadFault(`${what} did not succeed: ${why}. Later the same command goes on with what has come.`, {
        cause: trouble,
      });
    if (failures >= tries) throw giveUp(`${reason}, ${tries} times in a row`);
    if (retryAfterMs !== null && retryAfterMs > longestAskedMs) {
      throw giveUp(`${reason}, and wants to be asked again in ${Math.ceil(retryAfterMs / 60_000)} minutes`);
    }
    const pauseMs = Math.max(retryAfterMs ?? 0, Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1)));
    yield { type: 'download-waiting', reason, seconds: pauseMs / 1000, failures, tries };
    await sleep(pauseMs, signal);
  }
}
