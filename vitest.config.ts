import { defineConfig } from 'vitest/config';

// What other software has downloaded on this machine would be models to the tests.
const env = { HF_HUB_CACHE: 'no-cache' };

const project = (name: string, include: string[], testTimeout: number, globalSetup: string[] = []) => ({
  test: { name, include, testTimeout, hookTimeout: testTimeout, globalSetup, env },
});

export default defineConfig({
  test: {
    // Two workers: the native device uses every core itself.
    maxWorkers: 2,
    projects: [
      project('unit', ['test/*.test.ts', 'test/{blog,engine,pipeline,node,cli,scripts}/**/*.test.ts'], 20_000),
      project('device', ['test/device/**/*.test.ts'], 60_000, ['test/device/served/build.ts']),
      project('sites', ['test/sites/*.test.ts'], 600_000),
      project('journey', ['test/journey/**/*.test.ts'], 300_000, ['test/journey/build.ts']),
    ],
  },
});
