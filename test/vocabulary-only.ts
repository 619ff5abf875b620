import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { officialFiles } from './engine/tokens/official.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A folder with GPT-2's vocabulary and no model: the bundled folder of a package without one. */
export function vocabularyOnly(folder = join(temporaryFolder(), 'base-model')): string {
  const { encoder, merges } = officialFiles;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'vocab.json'), encoder);
  writeFileSync(join(folder, 'merges.txt'), merges);
  return folder;
}
