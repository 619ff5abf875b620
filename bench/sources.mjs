// Loads TypeScript modules of src/ for a bench script, whether or not the package's entry exports them.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const folder = new URL('../dist/bench/', import.meta.url);

/** The exports of the modules together, given as paths from the repository's root. */
export async function loadSources(...paths) {
  const name = paths.map((path) => path.replace(/^.*\/|\.ts$/g, '')).join('-');
  const entry = fileURLToPath(new URL(`${name}-entry.ts`, folder));
  const file = new URL(`${name}.mjs`, folder);
  await mkdir(folder, { recursive: true });
  await writeFile(entry, paths.map((path) => `export * from '../../${path}';\n`).join(''));
  const bundle = await rolldown({ input: entry, external: [/^[^./]/], platform: 'node', logLevel: 'silent' });
  await bundle.write({ file: fileURLToPath(file), format: 'esm' });
  await bundle.close();
  return import(file.href);
}
