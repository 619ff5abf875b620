import { join } from 'node:path';
import { FileExistsFault, WholeFile } from './whole-file.ts';

/**
 * Writes text into a file that was not there before: `stem` + `extension` in `folder`, or `stem-2`, `stem-3`, … where
 * there is one already. Returns its path. Throws WriteFault.
 */
export async function writeNewFile(folder: string, stem: string, extension: string, text: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const path = join(folder, `${stem}${copy === 1 ? '' : `-${copy}`}${extension}`);
    try {
      await writeText(path, text);
      return path;
    } catch (error) {
      if (!(error instanceof FileExistsFault)) throw error;
    }
  }
}

async function writeText(path: string, text: string): Promise<void> {
  const file = await WholeFile.create(path, { overwrite: false });
  try {
    await file.write(new TextEncoder().encode(text));
    await file.commit();
  } finally {
    await file.discard();
  }
}
