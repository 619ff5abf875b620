// Compiles native/ into a library at native/build/<hash>/. The hash covers the sources, the flags and the compiler.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { recipeFor } from './compiler.mjs';
import { libraryName, platformName } from './platforms.mjs';

const run = promisify(execFile);
const nativeFolder = fileURLToPath(new URL('../../native/', import.meta.url));
export const buildFolder = join(nativeFolder, 'build');
/** What is for WebAssembly alone: wasm.mjs compiles that. */
const wasmFolder = join(nativeFolder, 'src', 'wasm');

/** The compiler failed; the message has its first errors. */
export class CompilationError extends Error {}

/**
 * Compiles the library for `platform`, unless it exists. Returns its path, its recipe, and the `seconds` that it took, null
 * if it existed. `more` are flags for every file and for linking, after those of the recipe. Throws CompilationError.
 */
export async function compileLibrary(compiler, platform, more = []) {
  const known = recipeFor(compiler, platform);
  const recipe = { ...known, flags: [...known.flags, ...more], linking: [...known.linking, ...more] };
  const sources = await listSources();
  const folder = join(buildFolder, await hashOf(sources, [recipe, compiler, platformName(platform)]));
  const library = join(folder, libraryName(platform));
  if (await exists(library)) return { library, recipe, seconds: null };
  const started = performance.now();
  try {
    await compile(compiler, recipe, sources, library);
  } catch (error) {
    const lines = String(error.stderr || error.message)
      .split('\n')
      .filter((line) => /error|fatal|undefined|multiple/i.test(line))
      .slice(0, 5);
    throw new CompilationError(`${compiler.command} could not compile native/: ${lines.join('\n')}`);
  }
  return { library, recipe, seconds: (performance.now() - started) / 1000 };
}

async function listSources() {
  const entries = await readdir(nativeFolder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(cpp|h)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.startsWith(buildFolder) && !path.startsWith(wasmFolder))
    .sort();
}

async function hashOf(sources, how) {
  const hash = createHash('sha256').update(JSON.stringify(how));
  for (const path of sources) hash.update(relative(nativeFolder, path)).update(await readFile(path));
  return hash.digest('hex').slice(0, 16);
}

/** Compiles into a temporary folder and renames it, so that a folder with the name of a hash is always whole. */
async function compile(compiler, { flags, sets, linking }, sources, library) {
  await mkdir(buildFolder, { recursive: true });
  const temporary = await mkdtemp(join(buildFolder, 'unfinished-'));
  try {
    const units = unitsOf(sources, sets, temporary);
    await inParallel(units, (unit) =>
      run(compiler.command, [...flags, ...unit.flags, '-c', unit.source, '-o', unit.object], { maxBuffer: 1 << 26 }),
    );
    const objects = units.map(({ object }) => object);
    const folder = join(library, '..');
    await run(compiler.command, ['-shared', ...objects, ...linking, '-o', join(temporary, relative(folder, library))]);
    for (const object of objects) await rm(object);
    await rename(temporary, folder).catch(async (error) => {
      if (!(await exists(library))) throw error; // Another install finished first, with the same bytes.
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The units to compile: each kernel once per instruction set, every other file once. */
function unitsOf(sources, sets, folder) {
  const defines = sets.map(({ name }) => `-DTPDNE_HAS_${name}`);
  return sources
    .filter((path) => path.endsWith('.cpp'))
    .flatMap((source) => {
      const name = relative(nativeFolder, source).replace(/\W/g, '-');
      if (!source.includes(join('src', 'kernels'))) {
        return [{ source, object: join(folder, `${name}.o`), flags: defines }];
      }
      return sets.map((set) => ({ source, object: join(folder, `${name}-${set.name}.o`), flags: set.flags }));
    });
}

/** Runs `work` on each item, with one item per core at a time. */
async function inParallel(items, work) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
