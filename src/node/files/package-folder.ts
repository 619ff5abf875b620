import { readFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import packageJson from '../../../package.json' with { type: 'json' };

/** The folder that holds this project's package.json: the sources and the bundle lie at different depths in it. */
export function packageFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (nameIn(join(folder, 'package.json')) === packageJson.name) return folder;
  }
  return start;
}

/**
 * How a file in `folder` refers to one of this package: './node_modules/this-post-does-not-exist/…' where it is installed
 * there. "/" divides; another drive takes an address.
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
