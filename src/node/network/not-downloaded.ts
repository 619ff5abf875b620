import { DownloadFault } from '../../project/download-events.ts';

/** The fault for an address; the reason is a clause, as in NetworkError. */
export function notDownloaded(address: string, reason: string, cause?: unknown): DownloadFault {
  return new DownloadFault(`${address} was not downloaded: ${reason}.`, { cause });
}
