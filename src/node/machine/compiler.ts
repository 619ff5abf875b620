/** What the C++ compiler says of itself that the CPU device would be compiled with; null where there is none. */
export async function compilerVersion(): Promise<string | null> {
  // Loaded when it is asked for: to know its host, the script has the process report on itself.
  const { findCompiler } = await import('../../../scripts/native/compiler.mjs');
  const { HOST } = await import('../../../scripts/native/platforms.mjs');
  return findCompiler(HOST)?.version ?? null;
}
