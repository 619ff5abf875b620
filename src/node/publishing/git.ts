import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { relativePath } from '../../project/paths.ts';
import { GitFault, GitLockedFault, PushFault, type Repository } from '../../project/publishing-tools.ts';
import { exists } from '../files/exists.ts';
import { nodeFiles } from '../files/node-files.ts';
import { sleep } from '../machine/sleep.ts';
import { lockIn, lockSentence } from './git-lock.ts';

/** A repository, used through the person's own git, with their configuration, hooks and keys. */
export class GitRepository implements Repository {
  /** Its top folder. */
  readonly #top: string;

  private constructor(top: string) {
    this.#top = top;
  }

  /** The repository that a folder is in. Throws GitFault. */
  static async around(folder: string): Promise<GitRepository> {
    const { code, out, error } = await git(folder, ['rev-parse', '--show-toplevel']);
    if (code === 0) return new GitRepository(out.trim());
    throw new GitFault(`${folder} is not in a git repository (${oneLine(error)}). Run git init, or leave out --git.`);
  }

  /** Whether the last commit of the branch, or of its upstream, contains a file. */
  async has(path: string, revision: 'HEAD' | '@{upstream}'): Promise<boolean> {
    return (await git(this.#top, ['cat-file', '-e', `${revision}:${await this.#inside(path)}`])).code === 0;
  }

  /**
   * Commits the current state of these files, deletions included, and none of the person's other changes. Files that git
   * ignores are left out. Returns false if there was nothing to commit. Throws GitFault and GitLockedFault.
   */
  async commit(paths: readonly string[], message: string): Promise<boolean> {
    const [committed, added]: [string[], string[]] = [[], []];
    for (const path of await Promise.all(paths.map((each) => this.#inside(each)))) {
      if (path.startsWith('../')) continue;
      if ((await git(this.#top, ['check-ignore', '--quiet', '--', path])).code === 0) continue;
      const isKnown = (await git(this.#top, ['ls-files', '--error-unmatch', '--', path])).code === 0;
      if (isKnown || (await exists(join(this.#top, path)))) added.push(path);
      // An interrupted call may have staged the deletion.
      else if ((await git(this.#top, ['cat-file', '-e', `HEAD:${path}`])).code !== 0) continue;
      committed.push(path);
    }
    if (committed.length === 0) return false;
    if (added.length > 0) await this.#run(['add', '--all', '--', ...added]);
    const changed = await this.#run(['diff', '--cached', '--name-only', '-z', '--', ...committed]);
    if (changed === '') return false;
    await this.#run(['commit', '--quiet', '--message', message, '--', ...committed]);
    return true;
  }

  /** Pushes the branch to its upstream. Throws PushFault. */
  async push(): Promise<void> {
    const { code, error } = await git(this.#top, ['push', '--quiet']);
    if (code !== 0) {
      const lock = lockIn(error);
      const sentence = lock === null ? null : await lockSentence(lock, this.#top);
      if (sentence !== null) {
        throw new PushFault(`The post is committed, but git push failed: ${sentence}, then run the command again.`);
      }
      throw new PushFault(
        `The post is committed, but git push failed (${oneLine(error)}). Push by hand, or run the command again.`,
      );
    }
  }

  /** The path relative to the top folder, with links resolved as git resolves them. */
  async #inside(path: string): Promise<string> {
    const folder = await realFolder(dirname(path));
    return relativePath(nodeFiles, await realpath(this.#top), join(folder, basename(path)));
  }

  /** Runs git and returns its output. Waits a few seconds for the lock of another git. Throws GitLockedFault and GitFault. */
  async #run(words: readonly string[]): Promise<string> {
    for (let waitedMs = 0; ; waitedMs += LOCK_STEP_MS) {
      const { code, out, error } = await git(this.#top, words);
      if (code === 0) return out;
      const lock = lockIn(error);
      if (lock === null) throw new GitFault(`git ${words[0]} failed in ${this.#top}: ${oneLine(error || out)}.`);
      if (waitedMs >= LOCK_WAIT_MS) {
        const sentence = await lockSentence(lock, this.#top);
        if (sentence !== null) {
          throw new GitLockedFault(`git ${words[0]} failed: ${sentence}, then run the command again. Nothing is lost.`);
        }
      }
      await sleep(LOCK_STEP_MS);
    }
  }
}

/** The real path of a folder that may not exist. */
async function realFolder(folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => null);
  if (real !== null || dirname(folder) === folder) return real ?? folder;
  return join(await realFolder(dirname(folder)), basename(folder));
}

interface GitResult {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Editors and prompts hold a lock for less time than this. */
const LOCK_WAIT_MS = 3000;
const LOCK_STEP_MS = 250;

/** Runs git with English messages. It never prompts for a password: a timer may have started it. Throws GitFault if git cannot run. */
function git(folder: string, words: readonly string[]): Promise<GitResult> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_LITERAL_PATHSPECS: '1', LANGUAGE: 'en' };
  return new Promise((resolve, reject) => {
    execFile('git', ['-C', folder, ...words], { env, maxBuffer: 2 ** 26 }, (error, out, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, out, error: stderr });
      else
        reject(
          new GitFault(`git could not be run (${error?.message}). Install it, or leave out --git.`, { cause: error }),
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
