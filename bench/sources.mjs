// Loads TypeScript modules of src/ for a benchmark, whether or not the package exports them.
//
// Run as a program, it bundles the given modules. This is a separate process, because the bundler's memory would count
// towards the measurement.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('../dist/bench/', import.meta.url);
const self = fileURLToPath(import.meta.url);

/** All exports of the modules, which are given as paths from the root of the repository. */
export async function loadSources(...paths) {
  execFileSync(process.execPath, [self, ...paths], { stdio: 'inherit' });
  return import(bundleOf(...paths).href);
}

/** Where `loadSources` puts the bundle of these modules. */
export function bundleOf(...paths) {
  return new URL(`${nameOf(paths)}.mjs`, folder);
}

if (process.argv[1] === self) await bundle(process.argv.slice(2));

async function bundle(paths) {
  const { rolldown } = await import('rolldown');
  const entry = fileURLToPath(new URL(`${nameOf(paths)}-entry.ts`, folder));
  const file = fileURLToPath(new URL(`${nameOf(paths)}.mjs`, folder));
  await mkdir(folder, { recursive: true });
  await writeFile(entry, paths.map((path) => `export * from '../../${path}';\n`).join(''));
  const modules = await rolldown({
    input: entry,
    external: [/^[^./]/],
    platform: 'node',
    moduleTypes: { '.wgsl': 'text' },
    logLevel: 'silent',
  });
  await modules.write({ file, format: 'esm', inlineDynamicImports: true });
  await modules.close();
}

function nameOf(paths) {
  return paths.map((path) => path.replace(/^.*\/|\.ts$/g, '')).join('-');
}
