import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { Fault } from '../../fault.ts';

/** Nothing to read at the place that was named. */
export class NoInputFault extends Fault {}

export interface InputFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The files that a path means: itself, all files of a folder and those below it, or what a glob matches; sorted
 * by path, so that every machine reads them in the same order. Names that begin with a dot (.git, .DS_Store) are
 * not part of a folder or a glob. Throws NoInputFault if there are none.
 */
export async function inputFiles(input: string): Promise<InputFile[]> {
  const named = await stat(input).catch(() => null);
  if (named?.isFile()) return [{ path: input, bytes: named.size }];
  const paths = named?.isDirectory()
    ? (await glob('**', { cwd: input })).map((path) => join(input, path))
    : await glob(input);
  if (paths.length === 0) {
    throw new NoInputFault(
      named === null
        ? `${input} is neither a file nor a folder, and no file matches it as a glob.`
        : `The folder ${input} has no files (names that begin with a dot do not count).`,
    );
  }
  paths.sort((a, b) => (a < b ? -1 : 1));
  return Promise.all(paths.map(async (path) => ({ path, bytes: (await stat(path)).size })));
}
