import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileExistsFault } from './whole-file.ts';
import { writeText } from './write-text.ts';

/**
 * A file with this text in `folder`, named `stem` + `extension`, or `stem-2`, `stem-3`, … where another one has the
 * name. A file that has the same text already is it. Throws WriteFault.
 */
export async function keepFile(
  folder: string,
  stem: string,
  extension: string,
  text: string,
): Promise<{ readonly path: string; readonly wasThere: boolean }> {
  for (let copy = 1; ; copy++) {
    const path = join(folder, `${stem}${copy === 1 ? '' : `-${copy}`}${extension}`);
    try {
      await writeText(path, text, { overwrite: false });
      return { path, wasThere: false };
    } catch (error) {
      if (!(error instanceof FileExistsFault)) throw error;
    }
    if ((await readFile(path, 'utf8').catch(() => null)) === text) return { path, wasThere: true };
  }
}
