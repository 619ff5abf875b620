import { defineConfig } from 'vitest/config';
import { shaders } from './scripts/shaders.mjs';

// What other software has downloaded on this machine would be models to the tests, and its GPU would be their device.
const env = { HF_HUB_CACHE: 'no-cache', TPDNE_GPU: 'none' };

const project = (name: string, include: string[], testTimeout: number, more: object = {}) => ({
  plugins: [shaders],
  test: { name, include, testTimeout, hookTimeout: testTimeout, env, ...more },
});

// Modules without state of their own are loaded once for all files: a third of their time was loading.
const stateless = { isolate: false };

export default defineConfig({
  test: {
    // Two workers: the native device uses every core itself.
    maxWorkers: 2,
    projects: [
      project('blog', ['test/blog/**/*.test.ts'], 20_000, stateless),
      project('engine', ['test/engine/**/*.test.ts'], 20_000, stateless),
      project('unit', ['test/*.test.ts', 'test/{pipeline,project,node,serve,cli,scripts,studio}/**/*.test.ts'], 20_000),
      project('device', ['test/device/**/*.test.ts'], 180_000, { globalSetup: ['test/device/served/build.ts'] }),
      project('sites', ['test/sites/*.test.ts'], 600_000),
      project('journey', ['test/journey/**/*.test.ts'], 300_000, { globalSetup: ['test/journey/build.ts'] }),
    ],
  },
});
