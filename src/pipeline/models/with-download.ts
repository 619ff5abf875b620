import type { DownloadEvent } from '../../project/download-events.ts';
import type { Project } from '../../project/project.ts';
import { NotDownloadedFault } from './find-model.ts';

/**
 * Returns the result of `find`, after downloading a missing model if that is allowed. Throws the faults of `find`,
 * NotDownloadedFault if the download is not allowed, and the faults of a download.
 */
export async function* withDownload<Found>(
  { models }: Pick<Project, 'models'>,
  yes: boolean,
  find: () => Promise<Found>,
): AsyncGenerator<DownloadEvent, Found, undefined> {
  try {
    return await find();
  } catch (fault) {
    if (!yes || !(fault instanceof NotDownloadedFault)) throw fault;
    yield* models.download(fault.remote, 'huggingface');
    return await find();
  }
}
