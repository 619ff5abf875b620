import { join } from 'node:path';
import { FileExistsFault } from './whole-file.ts';
import { writeText } from './write-text.ts';

/**
 * Writes text into a file that was not there before: `stem` + `extension` in `folder`, or `stem-2`, `stem-3`, … where
 * there is one already. Returns its path. Throws WriteFault.
 */
export async function writeNewFile(folder: string, stem: string, extension: string, text: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const path = join(folder, `${stem}${copy === 1 ? '' : `-${copy}`}${extension}`);
    try {
      await writeText(path, text, { overwrite: false });
      return path;
    } catch (error) {
      if (!(error instanceof FileExistsFault)) throw error;
    }
  }
}
