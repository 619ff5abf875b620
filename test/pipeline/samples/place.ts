import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { temporaryFolder } from '../../temporary-folder.ts';
import type { Sample } from './sample.ts';

type Content = Sample['files'][string] | Uint8Array;

/** Writes files to a new folder. Returns the path of the file to name, or of the folder. */
export function placed(files: Readonly<Record<string, Content>>, input = ''): string {
  const folder = join(temporaryFolder(), 'source');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : zipOf(content.zip));
  }
  return input === '' ? folder : join(folder, input);
}

export function zipOf(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}
