import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../temporary-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A folder with these parts of the repository, gone when the test is over. */
export function copiedRepository(parts: readonly string[]): string {
  const folder = temporaryFolder();
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  return folder;
}

/** Takes `$2`, the file that the compiler was told to write, from its arguments. */
const FIND_OUTPUT = 'while [ "$1" != -o ]; do shift; done';

/** The environment with no compiler but one in `folder`, which answers --version and else runs `script`. */
export function pretendedCompiler(folder: string, script: string): Record<string, string> {
  const path = join(folder, 'compiler.sh');
  writeFileSync(path, `#!/bin/sh\nif [ "$1" = --version ]; then echo pretended 1.0; exit 0; fi\n${script}\n`);
  chmodSync(path, 0o755);
  return { CXX: path, PATH: '/nonexistent' };
}

/** A pretended compiler that writes `text` (as printf does) whatever it is to compile. */
export function compilerWriting(folder: string, text: string): Record<string, string> {
  return pretendedCompiler(folder, `${FIND_OUTPUT}; printf '${text}' > "$2"`);
}
