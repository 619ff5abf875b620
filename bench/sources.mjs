// Loads TypeScript modules of src/ for a bench script, whether or not the package's entry exports them.
//
// Run as a program it bundles the modules that it is given. It does so in a process of its own, because the bundler's
// memory would count as that of what is measured.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('../dist/bench/', import.meta.url);
const self = fileURLToPath(import.meta.url);

/** The exports of the modules together, given as paths from the repository's root. */
export async function loadSources(...paths) {
  execFileSync(process.execPath, [self, ...paths], { stdio: 'inherit' });
  return import(new URL(`${nameOf(paths)}.mjs`, folder).href);
}

if (process.argv[1] === self) await bundle(process.argv.slice(2));

async function bundle(paths) {
  const { rolldown } = await import('rolldown');
  const entry = fileURLToPath(new URL(`${nameOf(paths)}-entry.ts`, folder));
  const file = fileURLToPath(new URL(`${nameOf(paths)}.mjs`, folder));
  await mkdir(folder, { recursive: true });
  await writeFile(entry, paths.map((path) => `export * from '../../${path}';\n`).join(''));
  const modules = await rolldown({ input: entry, external: [/^[^./]/], platform: 'node', logLevel: 'silent' });
  await modules.write({ file, format: 'esm', inlineDynamicImports: true });
  await modules.close();
}

function nameOf(paths) {
  return paths.map((path) => path.replace(/^.*\/|\.ts$/g, '')).join('-');
}
