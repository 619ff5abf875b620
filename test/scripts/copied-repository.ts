import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../temporary-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A folder with these parts of the repository, removed after the test. */
export function copiedRepository(parts: readonly string[]): string {
  const folder = temporaryFolder();
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  return folder;
}

/** Moves the path of the compiler's output to `$2`. */
const FIND_OUTPUT = 'while [ "$1" != -o ]; do shift; done';

/** An environment with one compiler, in `folder`, which answers --version and otherwise runs `script`. */
export function fakeCompiler(folder: string, script: string): Record<string, string> {
  const path = join(folder, 'compiler.sh');
  writeFileSync(path, `#!/bin/sh\nif [ "$1" = --version ]; then echo fake 1.0; exit 0; fi\n${script}\n`);
  chmodSync(path, 0o755);
  return { CXX: path, PATH: '/nonexistent' };
}

/** A fake compiler that writes `text`, in printf's notation, whatever it compiles. */
export function compilerWriting(folder: string, text: string): Record<string, string> {
  return fakeCompiler(folder, `${FIND_OUTPUT}; printf '${text}' > "$2"`);
}
