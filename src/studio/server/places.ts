import { isAbsolute, join, relative } from 'pathe';
import { isAddress } from '../../blog/import/addresses.ts';
import type { Files } from '../../project/files.ts';
import { RefusedRequest } from './refusal.ts';

/**
 * Where the studio may read and write: the folder of the project, and what the person named: the sources of posts in the config
 * file, or typed on a page. A link that leads out of them is not followed.
 */
export class Places {
  readonly #files: Files;
  readonly #root: string;
  readonly #named = new Set<string>();

  constructor(files: Files, root: string) {
    this.#files = files;
    this.#root = files.resolve(root);
  }

  /** Adds a file or folder that the person named. Addresses are not places, and are left out. */
  name(path: string): void {
    if (path !== '' && !isAddress(path)) this.#named.add(this.#files.resolve(path));
  }

  /**
   * The path, once it is known to be inside. A file that does not exist yet is inside if its folder is. Throws RefusedRequest.
   */
  async inside(path: string): Promise<string> {
    if (path === '' || path.includes('\0')) throw new RefusedRequest(400, 'path', 'A path is missing.');
    const real = await this.#realPath(this.#files.resolve(path));
    const roots = await Promise.all([this.#root, ...this.#named].map((root) => this.#realPath(root)));
    if (roots.some((root) => isWithin(root, real))) return path;
    throw new RefusedRequest(
      403,
      'path',
      `${path} is outside of this folder; name its folder as a source of posts first.`,
    );
  }

  /** With links resolved, as far as the path exists. */
  async #realPath(path: string): Promise<string> {
    const missing: string[] = [];
    for (let at = path; ; at = join(at, '..')) {
      const real = await this.#files.realPath(at).catch(() => null);
      if (real !== null) return join(real, ...missing);
      if (at === join(at, '..')) return path;
      missing.unshift(relative(join(at, '..'), at));
    }
  }
}

function isWithin(root: string, path: string): boolean {
  const name = relative(root, path);
  return name === '' || !(name === '..' || name.startsWith('../') || isAbsolute(name));
}
