import { findCompiler } from '../../../scripts/native/compiler.mjs';
import { HOST } from '../../../scripts/native/platforms.mjs';

/** What the C++ compiler says of itself that the CPU device would be compiled with; null where there is none. */
export function compilerVersion(): string | null {
  return findCompiler(HOST)?.version ?? null;
}
