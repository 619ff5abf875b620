import type { DownloadEvent } from '../../project/download-events.ts';
import type { Project } from '../../project/project.ts';
import { NotDownloadedFault } from './find-model.ts';

/**
 * What `find` finds; where that is a model which has to be downloaded first, and may be, after the download. Throws what
 * `find` throws, NotDownloadedFault without a yes, and the faults of a download.
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
