/**
 * Writes the files that are made from the tables and types in src/: the interfaces of given settings in
 * src/pipeline/settings/given/, and the reference in docs/reference/. Run it after a change to a setting, an event or a fault:
 *
 *     npm run generate
 *
 * A test fails if a file is not current.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { dirname, join } from 'node:path';

register('./documents/typescript-hook.mjs', import.meta.url);
const { documents } = await import('./documents/documents.ts');

const root = join(import.meta.dirname, '..');
for (const { path, text } of await documents()) {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
