import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'this-post-does-not-exist';

/** The folder that holds this project's package.json: the sources and the bundle lie at different depths in it. */
export function packageFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (nameIn(join(folder, 'package.json')) === NAME) return folder;
  }
  return start;
}

function nameIn(path: string): string | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).name;
  } catch {
    return null;
  }
}
