// Compiles the kernels of native/ for WebAssembly, into native/wasm/. The modules are in the repository, so that whoever has
// no compiler for it has them too; a test says when they are older than their sources.
//
//   node scripts/build-wasm.mjs
//
// It needs clang 18 or newer with lld (Debian: apt install clang-19 lld-19), or whatever $WASM_CXX names.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  digestOf,
  digestOfSources,
  FLAGS,
  findWasmCompiler,
  LINKING,
  MODULES,
  recordPath,
  sourcesOfModules,
  wasmFolder,
} from './native/wasm.mjs';

const compiler = findWasmCompiler();
if (compiler === null) {
  console.error(
    'No compiler for WebAssembly was found. Install clang and lld, 18 or newer (Debian: apt install clang-19 lld-19), or name one in WASM_CXX.',
  );
  process.exit(1);
}
mkdirSync(wasmFolder, { recursive: true });
const modules = {};
for (const { name, flags } of MODULES) {
  const path = join(wasmFolder, name);
  execFileSync(compiler, [...FLAGS, ...flags, ...sourcesOfModules(), ...LINKING, '-o', path], { stdio: 'inherit' });
  chmodSync(path, 0o644);
  modules[name] = digestOf(path);
  console.log(`${name}: ${(statSync(path).size / 1000).toFixed(0)} kB, compiled by ${compiler}`);
}
writeFileSync(recordPath, `${JSON.stringify({ sources: digestOfSources(), modules }, null, 2)}\n`);
