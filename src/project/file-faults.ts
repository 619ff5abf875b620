import { Fault } from '../fault.ts';

/** A file that would be written already exists. */
export class FileExistsFault extends Fault {
  override readonly code: string = 'file-exists';
}

/** A file could not be written completely. */
export class WriteFault extends Fault {
  override readonly code: string = 'write';
}

/** Another process holds a lock. */
export class LockedFault extends Fault {
  override readonly code: string = 'locked';
}

/**
 * Runs `act`, which writes the file or folder that a person requested at `path`, perhaps under a temporary name. Errors
 * of the system become a WriteFault about `path`; FileExistsFault is passed on.
 */
export async function writing<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof FileExistsFault) throw cause;
    throw new WriteFault(`${path} was not written: ${(cause as Error).message}.`, { cause });
  }
}
