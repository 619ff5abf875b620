import { Fault } from '../fault.ts';

/** There is a file already where one is to be written. */
export class FileExistsFault extends Fault {}

/** A file could not be written to its end. */
export class WriteFault extends Fault {}

/** Another process does what only one may do at a time. */
export class LockedFault extends Fault {}

/**
 * What `act` writes for the file or folder that a person asked for at `path`, wherever it lies until it is whole: what the
 * system says of it becomes a WriteFault about `path`. FileExistsFault stays.
 */
export async function writing<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof FileExistsFault) throw cause;
    throw new WriteFault(`${path} was not written: ${(cause as Error).message}.`, { cause });
  }
}
