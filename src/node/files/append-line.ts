import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WriteFault } from '../../project/file-faults.ts';
import { exists } from './exists.ts';
import { makeFolder } from './make-folder.ts';
import { requireParentFolder } from './require-writable-folder.ts';

const LINE_FEED = 10;

/**
 * Adds a line to the end of a file, and creates the file and its folder if needed. If an earlier process was killed in the
 * middle of a line, the new line does not continue it. A line that does not fit on the disk is removed again. Throws
 * WriteFault.
 */
export async function appendLine(path: string, line: string): Promise<void> {
  try {
    await makeFolder(dirname(path));
    const file = await open(path, 'a+');
    try {
      const stats = await file.stat();
      const isCut = stats.isFile() && stats.size > 0 && (await lastByte(file, stats.size)) !== LINE_FEED;
      try {
        await file.writeFile(`${isCut ? '\n' : ''}${line}\n`);
      } catch (error) {
        if (stats.isFile()) await file.truncate(stats.size).catch(() => {});
        throw error;
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new WriteFault(`${path} could not be added to: ${(cause as Error).message}.`, { cause });
  }
}

async function lastByte(file: Awaited<ReturnType<typeof open>>, size: number): Promise<number | undefined> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(1), 0, 1, size - 1);
  return bytesRead === 1 ? buffer[0] : undefined;
}

/** Tries whether lines can be added to a file, which need not exist yet. Throws WriteFault. */
export async function requireAppendable(path: string): Promise<void> {
  if (!(await exists(path))) return requireParentFolder(path);
  try {
    await (await open(path, 'a')).close();
  } catch (cause) {
    throw new WriteFault(`${path} could not be added to: ${(cause as Error).message}. Give another place.`, { cause });
  }
}
