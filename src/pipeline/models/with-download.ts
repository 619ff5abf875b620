import type { DownloadEvent } from '../../node/models/download/download-events.ts';
import { NotDownloadedFault } from '../../node/models/model-folder.ts';
import { downloadRemote } from '../download/download.ts';

export interface WithDownload {
  /** Whether the person has said that it may be downloaded. */
  readonly yes: boolean;
  readonly root: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What `find` finds; where that is a model which has to be downloaded first, and may be, after the download. Throws what
 * `find` throws, NotDownloadedFault without a yes, and the faults of a download.
 */
export async function* withDownload<Found>(
  find: () => Promise<Found>,
  { yes, root, signal }: WithDownload,
): AsyncGenerator<DownloadEvent, Found, undefined> {
  try {
    return await find();
  } catch (fault) {
    if (!yes || !(fault instanceof NotDownloadedFault)) throw fault;
    yield* downloadRemote(fault.remote, 'huggingface', { root, signal });
    return await find();
  }
}
