// Loads a TypeScript module of src/ for a bench script, whether or not the package's entry exports it.
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = new URL('../', import.meta.url);

/** The exports of a module, given as a path from the repository's root. */
export async function loadSource(path) {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(path, root)),
    external: [/^[^./]/],
    platform: 'node',
    logLevel: 'silent',
  });
  const file = new URL(`dist/bench/${path.replace(/\W/g, '-')}.mjs`, root);
  await bundle.write({ file: fileURLToPath(file), format: 'esm' });
  await bundle.close();
  return import(file.href);
}
