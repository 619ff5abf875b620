import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The path of a folder of reference material that lies beside the repository, such as `fixtures`, or
 * null where it does not. It is no part of the repository: tests that need it are skipped by name without it.
 */
export function sharedFolder(name: string): string | null {
  const path = fileURLToPath(new URL(`../../shared/${name}/`, import.meta.url));
  return existsSync(path) ? path : null;
}
