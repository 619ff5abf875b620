import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { digestOf, digestOfSources, MODULES, recordPath, wasmFolder } from '../../scripts/native/wasm.mjs';

const compiled = JSON.parse(readFileSync(recordPath, 'utf8')) as { sources: string; modules: Record<string, string> };

it('the kernels for WebAssembly are compiled from the sources that are here', () => {
  expect(compiled.sources, 'run: node scripts/build-wasm.mjs').toBe(digestOfSources());
});

it.each(MODULES.map(({ name }) => name))('%s is what was compiled', (name) => {
  expect(digestOf(join(wasmFolder, name))).toBe(compiled.modules[name]);
});
