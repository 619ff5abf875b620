import { relative } from 'pathe';
import type { GlobOptions } from './files.ts';

/** Whether a glob matches a path. */
export type GlobMatcher = (glob: string, path: string) => boolean;

export interface MatchingOptions extends Pick<GlobOptions, 'folder' | 'ignore'> {
  /** The absolute path of `folder`, or of the current one. */
  readonly root: string;
  readonly matches: GlobMatcher;
}

/** The absolute paths that a glob matches, without hidden ones, relative to a folder if there is one or the glob is. */
export function matchingPaths(
  paths: Iterable<string>,
  pattern: string,
  { folder, ignore = [], root, matches }: MatchingOptions,
): string[] {
  const isAbsolute = folder === undefined && pattern.startsWith('/');
  return [...paths]
    .filter((path) => path !== root && (root === '/' || path.startsWith(`${root}/`)))
    .map((path) => (isAbsolute ? path : relative(root, path)))
    .filter((path) => !path.split('/').some((name) => name.startsWith('.')))
    .filter((path) => matches(pattern, path) && !ignore.some((glob) => matches(glob, path)));
}
