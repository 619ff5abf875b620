import { megabytes } from '../../../project/byte-count.ts';
import { DownloadFault } from '../../../project/download-events.ts';

/** The disk does not have enough space for a model. */
export class DiskSpaceFault extends DownloadFault {
  override readonly code: string = 'disk-space';
}

/** Space for the file system and for small files. */
const SPARE_BYTES = 2 ** 24;

/** Throws DiskSpaceFault if fewer than `neededBytes` are free. */
export function checkSpace(name: string, neededBytes: number, folder: string, freeBytes: number): void {
  if (neededBytes === 0 || neededBytes + SPARE_BYTES <= freeBytes) return;
  throw new DiskSpaceFault(
    `${name} needs ${megabytes(neededBytes + SPARE_BYTES)} more, and the disk of ${folder} has ${megabytes(freeBytes)} left. ` +
      'Free some space, and run the same command again to resume.',
  );
}
