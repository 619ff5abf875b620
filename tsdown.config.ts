import { defineConfig } from 'tsdown';
import { configSchema } from './src/pipeline/config/config-schema.ts';

/** dist/config.schema.json, by which editors complete tpdne.config.json. */
const schemaOfConfig = {
  name: 'schema-of-config',
  generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): void }) {
    const source = `${JSON.stringify(configSchema(), null, 2)}\n`;
    this.emitFile({ type: 'asset', fileName: 'config.schema.json', source });
  },
};

/** Shaders are text in the modules that use them. */
const loader = { '.wgsl': 'text' } as const;

export default defineConfig([
  {
    entry: { index: 'src/index.ts', cli: 'src/cli/main.ts', 'studio-job': 'src/studio/server/jobs/job-process.ts' },
    platform: 'node',
    target: 'node20',
    format: 'esm',
    dts: true,
    fixedExtension: false,
    clean: true,
    loader,
    // An optional dependency, which is not part of the bundle.
    external: ['webgpu'],
    plugins: [schemaOfConfig],
  },
  {
    // What runs in browsers, the engine and the pipeline: the build fails if anything in it needs Node.
    entry: { engine: 'src/engine/index.ts', browser: 'src/browser.ts' },
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    dts: true,
    loader,
    clean: false,
  },
]);
