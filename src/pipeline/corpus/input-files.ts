import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { pathIn } from '../../project/paths.ts';

/** The named place has nothing to read. */
export class NoInputFault extends Fault {
  override readonly code: string = 'no-input';
}

export interface InputFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The files that a path names: itself, all files in a folder and below it, or the matches of a glob; sorted by path, so
 * that every machine reads them in the same order. Names that begin with a dot (.git, .DS_Store) are ignored in folders
 * and globs. Throws NoInputFault if there are none.
 */
export async function inputFiles(files: Files, input: string): Promise<InputFile[]> {
  const named = await files.stat(input).catch(() => null);
  if (named?.kind === 'file') return [{ path: input, bytes: named.bytes }];
  const paths =
    named?.kind === 'folder'
      ? (await files.glob('**', { folder: input })).map((path) => pathIn(input, path))
      : await files.glob(input);
  if (paths.length === 0) {
    throw new NoInputFault(
      named === null
        ? `${input} is neither a file nor a folder, and no file matches it as a glob.`
        : `The folder ${input} has no files (names that begin with a dot do not count).`,
    );
  }
  const sorted = paths.toSorted((a, b) => (a < b ? -1 : 1));
  return Promise.all(sorted.map(async (path) => ({ path, bytes: (await files.stat(path)).bytes })));
}
