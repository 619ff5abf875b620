// The kernels for WebAssembly: their sources, how they are compiled, and what is recorded of that.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const nativeFolder = fileURLToPath(new URL('../../native/', import.meta.url));

/** Where the modules are, with `compiled.json`, which says from which sources. */
export const wasmFolder = join(nativeFolder, 'wasm');
export const recordPath = join(wasmFolder, 'compiled.json');

/** One module for each set of vector instructions that browsers have. */
export const MODULES = [
  { name: 'kernels-simd.wasm', flags: [] },
  { name: 'kernels-relaxed-simd.wasm', flags: ['-mrelaxed-simd'] },
];

/** Nothing of a C or C++ library is linked: all that is in a module comes from native/. */
export const FLAGS = [
  '--target=wasm32-unknown-unknown',
  '-std=c++17',
  '-O3',
  '-ffp-contract=off',
  '-fno-math-errno',
  '-fno-exceptions',
  '-fno-rtti',
  '-fvisibility=hidden',
  '-msimd128',
  '-mbulk-memory',
  '-matomics',
  '-mmutable-globals',
  '-nostdlib',
  '-nostdinc++',
];

/** The stack is first in memory, so that one that is too long ends in a trap and not in other data. */
export const LINKING = [
  '-Wl,--no-entry',
  '-Wl,--import-memory',
  '-Wl,--shared-memory',
  '-Wl,--max-memory=4294967296',
  '-Wl,--stack-first',
  '-Wl,-z,stack-size=524288',
  '-Wl,--export=__stack_pointer',
  '-Wl,--strip-all',
  '-Wl,-O2',
];

/** Kernels that only a machine's own library has. */
const ONLY_NATIVE = ['measure.cpp', 'table.cpp'];

/** The sources that are compiled. */
export function sourcesOfModules() {
  return ['src/kernels', 'src/wasm']
    .flatMap((folder) => readdirSync(join(nativeFolder, folder)).map((name) => join(nativeFolder, folder, name)))
    .filter((path) => path.endsWith('.cpp') && !ONLY_NATIVE.includes(basename(path)))
    .sort();
}

/** A digest of the sources, of all that they include, and of the options. */
export function digestOfSources() {
  const headers = ['include', 'src', 'src/kernels', 'src/wasm'].flatMap((folder) =>
    readdirSync(join(nativeFolder, folder))
      .filter((name) => name.endsWith('.h'))
      .map((name) => join(nativeFolder, folder, name)),
  );
  const hash = createHash('sha256').update(JSON.stringify([MODULES, FLAGS, LINKING]));
  for (const path of [...sourcesOfModules(), ...headers].sort()) {
    hash.update(relative(nativeFolder, path).replaceAll('\\', '/')).update(readFileSync(path));
  }
  return hash.digest('hex');
}

export function digestOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The first clang that compiles and links for WebAssembly: $WASM_CXX or a usual name. Null if there is none. */
export function findWasmCompiler() {
  const usual = ['clang++', ...[22, 21, 20, 19, 18].map((version) => `clang++-${version}`)];
  const names = process.env.WASM_CXX ? [process.env.WASM_CXX] : usual;
  const argv = [...FLAGS, ...LINKING, '-mrelaxed-simd', '-x', 'c++', '-', '-o', '-'];
  const input = '#include <stdint.h>\n#include <wasm_simd128.h>\nint64_t nothing;\n';
  return names.find((command) => spawnSync(command, argv, { input }).status === 0) ?? null;
}
