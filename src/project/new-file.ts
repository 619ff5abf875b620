import { digest } from './digest.ts';
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

/** The names of one stem that are taken, so that each is examined once, however many files share the stem. */
export class TakenNames {
  /** By the digest of the file's text. */
  readonly #paths = new Map<string, string>();
  #count = 0;

  /** The first number that has not been examined: 1 for the name without a number. */
  get next(): number {
    return this.#count + 1;
  }

  /** The path of the file with this text; undefined if there is none. */
  pathOf(text: string): string | undefined {
    return this.#paths.size === 0 ? undefined : this.#paths.get(digest(text));
  }

  /** Adds the next name. `text`: what its file contains; null if that is not known. */
  add(path: string, text: string | null): void {
    this.#count++;
    if (text !== null) this.#paths.set(digest(text), path);
  }
}

/**
 * As `writeNewFile`, but reuses an existing file with the same text under one of these names, and does not remove what
 * killed writers left. `taken` is what earlier calls with this stem found; this call adds to it. Throws WriteFault.
 */
export async function keepFile(
  files: Files,
  folder: string,
  stem: string,
  extension: string,
  text: string,
  taken = new TakenNames(),
): Promise<KeptFile> {
  const known = taken.pathOf(text);
  if (known !== undefined) return { path: known, wasThere: true };
  for (;;) {
    const path = numbered(folder, stem, extension, taken.next);
    const wasThere = !(await isWritten(files, path, text, false));
    const found = wasThere ? await textIfThere(files, path).catch(() => null) : text;
    // Most stems belong to one file only, which needs no record.
    if (found === text && taken.next === 1) return { path, wasThere };
    taken.add(path, found);
    if (found === text) return { path, wasThere };
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
