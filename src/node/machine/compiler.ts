/** The version line of the C++ compiler that would compile the CPU device; null without a compiler. */
export async function compilerVersion(): Promise<string | null> {
  // Loaded on demand: to identify the host, the script creates a process report, which takes time.
  const { findCompiler } = await import('../../../scripts/native/compiler.mjs');
  const { HOST } = await import('../../../scripts/native/platforms.mjs');
  return findCompiler(HOST)?.version ?? null;
}
