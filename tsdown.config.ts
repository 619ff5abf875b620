import { defineConfig } from 'tsdown';

export default defineConfig([
  {
    entry: { index: 'src/index.ts', cli: 'src/cli/main.ts' },
    platform: 'node',
    target: 'node20',
    format: 'esm',
    dts: true,
    fixedExtension: false,
    clean: true,
  },
  {
    // The browser build of the engine: it fails when anything in it needs Node.
    entry: { engine: 'src/engine/index.ts' },
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    dts: true,
    clean: false,
  },
]);
