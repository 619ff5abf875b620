import type { DownloadWaitingEvent } from '../../project/download-events.ts';
import { sleep } from '../machine/sleep.ts';
import { NetworkError, TransientError } from './network-error.ts';

/** How often a request is repeated, and how long to wait for it. */
export interface RetryPolicy {
  /** Failures in a row after which it gives up. */
  readonly tries: number;
  /** The first pause. Each later one is twice as long, up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** The longest pause that a server may ask for. */
  readonly longestAskedMs: number;
  /** A connection on which nothing arrives for this long is given up. */
  readonly stallMs: number;
}

/** For files of gigabytes, whose download shows what it waits for. */
export const downloadRetryPolicy: RetryPolicy = {
  tries: 6,
  firstPauseMs: 1000,
  longestPauseMs: 30_000,
  longestAskedMs: 600_000,
  stallMs: 30_000,
};

/** For a feed or a question to a blog: the command waits without a word, so it must not wait for long. */
export const requestRetryPolicy: RetryPolicy = {
  tries: 3,
  firstPauseMs: 1000,
  longestPauseMs: 4000,
  longestAskedMs: 20_000,
  stallMs: 30_000,
};

/** Statuses of a server that may answer the next request. */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 421, 423, 425, 429, 500, 502, 503, 504]);

/** The error for an answer that another try may improve on; null for any other answer. */
export function transientAnswer(
  { status, headers }: { readonly status: number; readonly headers: Pick<Headers, 'get'> },
  message: string,
): TransientError | null {
  if (!TRANSIENT_STATUSES.has(status)) return null;
  return new TransientError(message, { retryAfterMs: retryAfterMs(headers.get('retry-after')) });
}

/** The header holds seconds or a date; null if it holds neither. */
function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

export interface RetryOptions {
  readonly retryPolicy: RetryPolicy;
  readonly signal: AbortSignal | undefined;
}

/**
 * Repeats an attempt while it throws TransientError, with growing pauses. Only for what may safely happen twice. Throws
 * NetworkError when it gives up, the attempt's other errors, and the signal's reason.
 */
export async function* retry<Event, Result>(
  attempt: () => AsyncGenerator<Event, Result, undefined> | Promise<Result>,
  { retryPolicy, signal }: RetryOptions,
): AsyncGenerator<Event | DownloadWaitingEvent, Result, undefined> {
  const { tries, firstPauseMs, longestPauseMs, longestAskedMs } = retryPolicy;
  for (let failures = 1; ; failures++) {
    let cause: TransientError;
    try {
      const running = attempt();
      return running instanceof Promise ? await running : yield* running;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransientError)) throw error;
      cause = error;
    }
    if (cause.madeProgress) failures = 1;
    const { message: reason, retryAfterMs } = cause;
    if (failures >= tries) throw new NetworkError(`${reason}, ${tries} times in a row`, { cause });
    if (retryAfterMs !== null && retryAfterMs > longestAskedMs) {
      throw new NetworkError(`${reason}, and asks to wait ${inWords(retryAfterMs)}`, { cause });
    }
    const pauseMs = Math.max(retryAfterMs ?? 0, Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1)));
    yield { type: 'download-waiting', reason, seconds: pauseMs / 1000, failures, tries };
    await sleep(pauseMs, signal);
  }
}

/** `retry` without its events. */
export async function retryQuietly<Result>(attempt: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  const running = retry<never, Result>(attempt, options);
  for (;;) {
    const { done, value } = await running.next();
    if (done) return value;
  }
}

function inWords(ms: number): string {
  return ms < 120_000 ? `${Math.ceil(ms / 1000)} seconds` : `${Math.ceil(ms / 60_000)} minutes`;
}
