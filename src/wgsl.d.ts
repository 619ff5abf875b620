/** Shaders are embedded as text by the build (tsdown.config.ts) and by the tests (vitest.config.ts). */
declare module '*.wgsl' {
  const source: string;
  export default source;
}
