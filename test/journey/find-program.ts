import { execFileSync } from 'node:child_process';

/** The first of these programs that says its version; null if none does. */
export function findProgram(...names: readonly (string | undefined)[]): string | null {
  for (const name of names) {
    if (name === undefined) continue;
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // Another name may do.
    }
  }
  return null;
}
