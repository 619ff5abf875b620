import { readFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import packageJson from '../../../package.json' with { type: 'json' };

/** The folder of this project's package.json. The sources and the bundle are at different depths below it. */
export function packageFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (nameIn(join(folder, 'package.json')) === packageJson.name) return folder;
  }
  return start;
}

/**
 * The path by which a file in `folder` refers to a file of this package, such as
 * './node_modules/this-post-does-not-exist/…', with "/" on every system; a file: URL if the package is on another drive.
 */
export async function packagePathFrom(folder: string, file: string): Promise<string> {
  const path = relative(await realpath(folder), join(packageFolder(), file));
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.startsWith('..') ? path.split(sep).join('/') : `./${path.split(sep).join('/')}`;
}

function nameIn(path: string): string | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).name;
  } catch {
    return null;
  }
}
