import { DownloadFault, type DownloadWaitingEvent } from '../../../project/download-events.ts';
import { NetworkError } from '../../network/network-error.ts';
import { type RetryOptions, retry } from '../../network/retry.ts';

/**
 * Repeats a step of a download, as `retry` does; `step` is a phrase such as 'Downloading config.json'. Throws DownloadFault
 * when it gives up.
 */
export async function* retryDownload<Event, Result>(
  step: string,
  attempt: () => AsyncGenerator<Event, Result, undefined> | Promise<Result>,
  options: RetryOptions,
): AsyncGenerator<Event | DownloadWaitingEvent, Result, undefined> {
  try {
    return yield* retry(attempt, options);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new DownloadFault(`${step} failed: ${error.message}. To resume the download, run the same command later.`, {
      cause: error,
    });
  }
}
