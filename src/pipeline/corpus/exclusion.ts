import { basename, dirname } from 'pathe';
import { globMatches } from '../../blog/import/sites/glob-match.ts';
import type { Files } from '../../project/files.ts';
import { relativePath } from '../../project/paths.ts';

/**
 * The posts that a person left out, by the entries of the setting `exclude`. Each entry is a path, a folder with everything in
 * it, or a glob, relative to the current folder; one without a slash is also the name of a file in any folder. An item of an
 * export is named by its place in messages, or as the file that an import would write: `blog.xml/2019-03-10-a-post.md`.
 */
export class Exclusion {
  readonly #files: Files;
  readonly #patterns: readonly string[];
  /** Entries by the path, and by the file name, that they are; thousands of posts may be left out one by one. */
  readonly #paths = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #globs: readonly string[];
  readonly #matched = new Set<string>();

  constructor(files: Files, patterns: readonly string[]) {
    this.#files = files;
    this.#patterns = patterns;
    for (const pattern of patterns) {
      this.#paths.set(this.#pathOf(pattern), pattern);
      if (isName(pattern)) this.#names.set(pattern.normalize('NFC'), pattern);
    }
    this.#globs = patterns.filter((pattern) => /[*?[{]/.test(pattern));
  }

  /** The entry that matches a post by one of its names; null if it is not left out. */
  matching(...names: readonly string[]): string | null {
    if (this.#patterns.length === 0) return null;
    for (const name of names) {
      const pattern = this.#patternFor(this.#pathOf(name));
      if (pattern === null) continue;
      this.#matched.add(pattern);
      return pattern;
    }
    return null;
  }

  /** The entries that have matched nothing so far. */
  get unmatched(): readonly string[] {
    return this.#patterns.filter((pattern) => !this.#matched.has(pattern));
  }

  #patternFor(path: string): string | null {
    for (let at = path; ; at = dirname(at)) {
      const pattern = this.#paths.get(at);
      if (pattern !== undefined) return pattern;
      if (dirname(at) === at) break;
    }
    const file = basename(path);
    const named = this.#names.get(file);
    if (named !== undefined) return named;
    const matches = (glob: string) =>
      globMatches(this.#pathOf(glob), path) || (isName(glob) && globMatches(glob, file));
    return this.#globs.find(matches) ?? null;
  }

  /** A path as all of them are compared: relative to the current folder, its letters composed. */
  #pathOf(path: string): string {
    return relativePath(this.#files, '.', path).normalize('NFC');
  }
}

/** Whether an entry may be the name of a file, rather than only a path. */
function isName(pattern: string): boolean {
  return !/[/\\]/.test(pattern);
}
