import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findNativeLibrary, NativeLibraryFault } from '../../../src/node/native-device/native-library.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The install script on a copy of the sources, with compilers that are missing, broken, or only pretend. */
describe.skipIf(process.platform === 'win32')('scripts/build-native.mjs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tpdne-build-'));
    mkdirSync(join(folder, 'native'));
    for (const part of ['native/include', 'native/src', 'scripts/build-native.mjs']) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const build = (environment: Record<string, string>) =>
    execFileSync(process.execPath, [join(folder, 'scripts', 'build-native.mjs')], {
      env: environment,
      encoding: 'utf8',
    });
  const find = () => findNativeLibrary(join(folder, 'native', 'build'));
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
    expect(find).toThrow(NativeLibraryFault);
    expect(find).toThrow('No C++ compiler found');
  });

  it('shows the first errors of a compiler that fails', () => {
    const said = build(pretend('echo "tile.h:1: error: no such instruction" >&2; exit 1'));
    expect(said).toContain('error: no such instruction');
    expect(find).toThrow('could not compile native/, so the slow reference device serves');
  });

  it('compiles once for the same sources, again when one has changed, and leaves nothing unfinished', () => {
    const environment = pretend(
      'while [ "$1" != -o ]; do shift; done; case "$2" in /dev/null) ;; *) echo made > "$2";; esac',
    );
    expect(build(environment)).toContain('Compiled the CPU device');
    const first = find();
    expect(readFileSync(first, 'utf8')).toBe('made\n');
    expect(build(environment)).toBe('');
    expect(find()).toBe(first);
    writeFileSync(join(folder, 'native', 'src', 'extra.h'), '// changed\n');
    expect(build(environment)).toContain('Compiled the CPU device');
    expect(find()).not.toBe(first);
  });
});

describe('findNativeLibrary', () => {
  it('says how to compile when nothing was compiled', () => {
    expect(() => findNativeLibrary('/nonexistent')).toThrow('npm rebuild this-post-does-not-exist');
  });
});
