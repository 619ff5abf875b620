import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The studio's pages, built into the package: dist/studio/. */
export default defineConfig({
  root: here('.'),
  base: '/',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    outDir: here('../../../dist/studio'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A style in the page would need a nonce.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    // Loaded with the first chart.
    rollupOptions: { output: { manualChunks: { uplot: ['uplot'] } } },
  },
});
