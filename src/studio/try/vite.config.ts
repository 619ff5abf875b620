import { cpSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { shaders } from '../../../scripts/shaders.mjs';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here('../../../package.json'), 'utf8')) as { version: string };

/**
 * Beside the page: GPT-2's vocabulary, for models without one (the weights of the bundled model only if asked for), and the
 * service worker, which answers for the folder that it is in.
 */
const besidePage: Plugin = {
  name: 'beside-page',
  writeBundle({ dir }) {
    cpSync(here('service-worker.js'), `${dir}/service-worker.js`);
    for (const name of ['vocab.json', 'merges.txt']) {
      cpSync(here(`../../../base-model/${name}`), `${dir}/base-model/${name}`);
    }
  },
};

/** The studio without a server, as a folder that any host of static files can serve: docs/try/. */
export default defineConfig({
  root: here('.'),
  // Wherever it is served.
  base: './',
  publicDir: here('../pages/public'),
  plugins: [besidePage],
  define: { TPDNE_VERSION: JSON.stringify(version) },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  // One package of the Markdown parser has another file for pages, which needs a document.
  resolve: { conditions: ['worker', 'module', 'browser', 'production'] },
  // Workers are built on their own.
  worker: { format: 'es', plugins: () => [shaders] },
  build: {
    outDir: here('../../../docs/try'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rollupOptions: { output: { manualChunks: { uplot: ['uplot'] } } },
  },
});
