import { type FileHandle, open } from 'node:fs/promises';
import { WriteFault } from '../../project/file-faults.ts';
import { appendTo } from './append-bytes.ts';
import { exists } from './exists.ts';
import { requireParentFolder } from './require-writable-folder.ts';

const LINE_FEED = 10;

/**
 * Adds a line to the end of a file, and creates the file and its folder if needed. If an earlier process was killed in the
 * middle of a line, the new line does not continue it. A line that does not fit on the disk is removed again. Throws
 * WriteFault.
 */
export function appendLine(path: string, line: string): Promise<void> {
  return appendTo(path, async (file, stats) => {
    const isCut = stats.isFile() && stats.size > 0 && (await lastByte(file, stats.size)) !== LINE_FEED;
    return `${isCut ? '\n' : ''}${line}\n`;
  });
}

async function lastByte(file: FileHandle, size: number): Promise<number | undefined> {
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
