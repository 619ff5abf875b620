import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findNativeLibrary } from '../../../src/node/native-device/find-native-library.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The install script on a copy of the sources, with compilers that are missing, broken, or only pretend. */
describe.skipIf(process.platform === 'win32')('scripts/build-native.mjs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tpdne-build-'));
    mkdirSync(join(folder, 'native'));
    for (const part of ['native/include', 'native/src', 'scripts/build-native.mjs', 'scripts/native']) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const build = (environment: Record<string, string>) =>
    execFileSync(process.execPath, [join(folder, 'scripts', 'build-native.mjs')], {
      env: environment,
      encoding: 'utf8',
    });
  const found = () => findNativeLibrary(folder) as { path: string; missing: string };
  /** A compiler that answers --version and else runs `script`. */
  const pretend = (script: string) => {
    const path = join(folder, 'compiler.sh');
    writeFileSync(path, `#!/bin/sh\nif [ "$1" = --version ]; then echo pretended 1.0; exit 0; fi\n${script}\n`);
    chmodSync(path, 0o755);
    return { CXX: path, PATH: process.env.PATH ?? '' };
  };

  it('says in one line what is missing and how to get it, and lets the install go on', () => {
    const said = build({ PATH: '/nonexistent' });
    expect(said.trim().split('\n')).toHaveLength(1);
    for (const way of ['apt install g++', 'dnf install gcc-c++', 'xcode-select --install', 'winget install']) {
      expect(said).toContain(way);
    }
    expect(found().missing).toBe(said.trim());
  });

  it('shows the first errors of a compiler that fails', () => {
    const said = build(pretend('echo "tile.h:1: error: no such instruction" >&2; exit 1'));
    expect(said).toContain('error: no such instruction');
    expect(found().missing).toBe(said.trim());
    expect(found().missing).toMatch(
      /^The slow reference device serves, because .*compiler\.sh could not compile native\/\. /,
    );
  });

  it('compiles once for the same sources, again when one has changed, and leaves nothing unfinished', () => {
    const environment = pretend('while [ "$1" != -o ]; do shift; done; echo made > "$2"');
    expect(build(environment)).toContain('Compiled the CPU device');
    const first = found().path;
    expect(readFileSync(first, 'utf8')).toBe('made\n');
    expect(build(environment)).toBe('');
    expect(found().path).toBe(first);
    writeFileSync(join(folder, 'native', 'src', 'extra.h'), '// changed\n');
    expect(build(environment)).toContain('Compiled the CPU device');
    expect(found().path).not.toBe(first);
  });
});
