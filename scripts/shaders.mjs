/** For Vite and Vitest: shaders are text in the modules that use them, as in tsdown.config.ts. */
export const shaders = {
  name: 'shaders',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} code @param {string} id */
  transform: (code, id) =>
    id.endsWith('.wgsl') ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined,
};
