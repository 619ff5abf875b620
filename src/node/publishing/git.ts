import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../fault.ts';
import { exists, relativePath } from '../files/paths.ts';

/** The person's own git did not do what it was asked for. */
export class GitFault extends Fault {}

/** A push did not arrive: the commit is there, and the next push takes it along. */
export class PushFault extends GitFault {}

/** A repository, by the person's own git, with their configuration, hooks and keys. */
export class GitRepository {
  /** The folder that is its top. */
  readonly #top: string;

  private constructor(top: string) {
    this.#top = top;
  }

  /** The repository that a folder is in. Throws GitFault. */
  static async around(folder: string): Promise<GitRepository> {
    const { code, out, error } = await git(folder, ['rev-parse', '--show-toplevel']);
    if (code === 0) return new GitRepository(out.trim());
    throw new GitFault(`${folder} is in no git repository (${oneLine(error)}). Make it one, or leave --git out.`);
  }

  /** Whether a branch's last commit has a file; `revision` is HEAD, or @{upstream}. */
  async has(path: string, revision: 'HEAD' | '@{upstream}'): Promise<boolean> {
    return (await git(this.#top, ['cat-file', '-e', `${revision}:${await this.#inside(path)}`])).code === 0;
  }

  /**
   * Commits these files as they are now, or are gone, and nothing else of what the person has under way. Files that git
   * ignores stay out; where nothing is left of them nothing happens. False when there was nothing to commit. Throws
   * GitFault.
   */
  async commit(paths: readonly string[], message: string): Promise<boolean> {
    const committed: string[] = [];
    for (const path of await Promise.all(paths.map((each) => this.#inside(each)))) {
      if (path.startsWith('../')) continue;
      if ((await git(this.#top, ['check-ignore', '--quiet', '--', path])).code === 0) continue;
      const isKnown = (await git(this.#top, ['ls-files', '--error-unmatch', '--', path])).code === 0;
      if (isKnown || (await exists(join(this.#top, path)))) committed.push(path);
    }
    if (committed.length === 0) return false;
    await this.#run(['add', '--all', '--', ...committed]);
    const changed = await this.#run(['diff', '--cached', '--name-only', '-z', '--', ...committed]);
    if (changed === '') return false;
    await this.#run(['commit', '--quiet', '--message', message, '--', ...committed]);
    return true;
  }

  /** Sends the branch where it belongs. Throws PushFault. */
  async push(): Promise<void> {
    const { code, error } = await git(this.#top, ['push', '--quiet']);
    if (code !== 0) {
      throw new PushFault(
        `The post is committed, but git push failed (${oneLine(error)}). Push by hand, or try again.`,
      );
    }
  }

  /** The path from the top; links on the way to it are followed as git follows them. */
  async #inside(path: string): Promise<string> {
    const folder = await realFolder(dirname(path));
    return relativePath(await realpath(this.#top), join(folder, basename(path)));
  }

  async #run(words: readonly string[]): Promise<string> {
    const { code, out, error } = await git(this.#top, words);
    if (code === 0) return out;
    throw new GitFault(`git ${words[0]} failed in ${this.#top}: ${oneLine(error || out)}.`);
  }
}

/** The real path of a folder, which may be gone, or not there yet. */
async function realFolder(folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => null);
  if (real !== null || dirname(folder) === folder) return real ?? folder;
  return join(await realFolder(dirname(folder)), basename(folder));
}

interface GitEnding {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs git; it asks nobody for a password, since nobody may be there. */
function git(folder: string, words: readonly string[]): Promise<GitEnding> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_LITERAL_PATHSPECS: '1' };
  return new Promise((resolve, reject) => {
    execFile('git', ['-C', folder, ...words], { env, maxBuffer: 2 ** 26 }, (error, out, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, out, error: stderr });
      else
        reject(
          new GitFault(`git could not be run (${error?.message}). Install it, or leave --git out.`, { cause: error }),
        );
    });
  });
}

function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
}
