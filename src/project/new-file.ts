import { FileExistsFault } from './file-faults.ts';
import type { CreateOptions, Files } from './files.ts';
import { pathIn } from './paths.ts';
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

/** The path of the file `stem` + `extension`, or of the copy with a number. */
export function numbered(folder: string, stem: string, extension: string, copy: number): string {
  return pathIn(folder, `${stem}${copy === 1 ? '' : `-${copy}`}${extension}`);
}

/** Returns false if a file of that name exists. Throws WriteFault. */
export async function isWritten(
  files: Files,
  path: string,
  text: string,
  options: Omit<CreateOptions, 'overwrite'> = {},
): Promise<boolean> {
  try {
    await writeText(files, path, text, { overwrite: false, ...options });
    return true;
  } catch (error) {
    if (error instanceof FileExistsFault) return false;
    throw error;
  }
}
