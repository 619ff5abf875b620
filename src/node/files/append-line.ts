import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { WriteFault } from './write-fault.ts';

/** Adds a line to the end of a file, which is made, with its folder, if it is not there. Throws WriteFault. */
export async function appendLine(path: string, line: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await appendFile(path, `${line}\n`);
  } catch (cause) {
    throw new WriteFault(`${path} could not be added to: ${(cause as Error).message}.`, { cause });
  }
}
