import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileExistsFault } from './write-fault.ts';
import { writeText } from './write-text.ts';

/**
 * Writes text into a file that was not there before: `stem` + `extension` in `folder`, or `stem-2`, `stem-3`, … where
 * there is one already. Returns its path. Throws WriteFault.
 */
export async function writeNewFile(folder: string, stem: string, extension: string, text: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const path = numbered(folder, stem, extension, copy);
    if (await isWritten(path, text)) return path;
  }
}

export interface KeptFile {
  readonly path: string;
  /** There was a file with this text already. */
  readonly wasThere: boolean;
}

/**
 * As `writeNewFile`, but a file of these names that has the same text already is it, and what killed writers left stays.
 * Throws WriteFault.
 */
export async function keepFile(folder: string, stem: string, extension: string, text: string): Promise<KeptFile> {
  for (let copy = 1; ; copy++) {
    const path = numbered(folder, stem, extension, copy);
    if (await isWritten(path, text, false)) return { path, wasThere: false };
    if ((await readFile(path, 'utf8').catch(() => null)) === text) return { path, wasThere: true };
  }
}

function numbered(folder: string, stem: string, extension: string, copy: number): string {
  return join(folder, `${stem}${copy === 1 ? '' : `-${copy}`}${extension}`);
}

/** False where there is a file of the name. */
async function isWritten(path: string, text: string, clears = true): Promise<boolean> {
  try {
    await writeText(path, text, { overwrite: false, clears });
    return true;
  } catch (error) {
    if (error instanceof FileExistsFault) return false;
    throw error;
  }
}
