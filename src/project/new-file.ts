import { FileExistsFault } from './file-faults.ts';
import type { Files } from './files.ts';
import { pathIn, textIfThere } from './paths.ts';
import { writeText } from './write-text.ts';

/**
 * Writes text to a new file: `stem` + `extension` in `folder`, or `stem-2`, `stem-3`, … if the name is taken. Returns
 * its path. Throws WriteFault.
 */
export async function writeNewFile(
  files: Files,
  folder: string,
  stem: string,
  extension: string,
  text: string,
): Promise<string> {
  for (let copy = 1; ; copy++) {
    const path = numbered(folder, stem, extension, copy);
    if (await isWritten(files, path, text)) return path;
  }
}

export interface KeptFile {
  readonly path: string;
  /** True if a file with this text already existed. */
  readonly wasThere: boolean;
}

/**
 * As `writeNewFile`, but reuses an existing file with the same text under one of these names, and does not remove what
 * killed writers left. Throws WriteFault.
 */
export async function keepFile(
  files: Files,
  folder: string,
  stem: string,
  extension: string,
  text: string,
): Promise<KeptFile> {
  for (let copy = 1; ; copy++) {
    const path = numbered(folder, stem, extension, copy);
    if (await isWritten(files, path, text, false)) return { path, wasThere: false };
    if ((await textIfThere(files, path).catch(() => null)) === text) return { path, wasThere: true };
  }
}

function numbered(folder: string, stem: string, extension: string, copy: number): string {
  return pathIn(folder, `${stem}${copy === 1 ? '' : `-${copy}`}${extension}`);
}

/** Returns false if a file of that name exists. */
async function isWritten(files: Files, path: string, text: string, clears = true): Promise<boolean> {
  try {
    await writeText(files, path, text, { overwrite: false, clears });
    return true;
  } catch (error) {
    if (error instanceof FileExistsFault) return false;
    throw error;
  }
}
