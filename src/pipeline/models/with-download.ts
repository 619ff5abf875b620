import type { DownloadEvent } from '../../project/download-events.ts';
import type { Project } from '../../project/project.ts';
import type { RemoteModel } from '../../project/remote-model.ts';
import { untilAborted } from '../../project/until-aborted.ts';
import { NotDownloadedFault } from './find-model.ts';

/** Asks whether a missing model may be downloaded. */
export type MayDownload = (missing: RemoteModel) => Promise<boolean>;

/**
 * Returns the result of `find`, after downloading a missing model if that is allowed. Throws the faults of `find`,
 * NotDownloadedFault if the download is not allowed, and the faults of a download.
 */
export async function* withDownload<Found>(
  { models, signal }: Pick<Project, 'models' | 'signal'>,
  allowed: boolean | MayDownload,
  find: () => Promise<Found>,
): AsyncGenerator<DownloadEvent, Found, undefined> {
  try {
    return await find();
  } catch (fault) {
    if (!(fault instanceof NotDownloadedFault)) throw fault;
    const { remote } = fault;
    const isAllowed = typeof allowed === 'boolean' ? allowed : await untilAborted(allowed(remote), signal);
    signal?.throwIfAborted();
    if (!isAllowed) throw fault;
    yield* models.download(remote, 'auto');
    return await find();
  }
}
