import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findNativeLibrary } from '../../src/node/native-device/find-native-library.ts';
import { compilerWriting, copiedRepository, fakeCompiler } from './copied-repository.ts';

/** The install script on a copy of the sources, with compilers that are missing, broken, or fake. */
describe.skipIf(process.platform === 'win32')('scripts/build-native.mjs', () => {
  let folder: string;
  beforeEach(() => {
    folder = copiedRepository(['native/include', 'native/src', 'scripts/build-native.mjs', 'scripts/native']);
  });

  const build = (environment: Record<string, string>) =>
    execFileSync(process.execPath, [join(folder, 'scripts', 'build-native.mjs')], {
      env: environment,
      encoding: 'utf8',
    });
  const found = () => findNativeLibrary(folder) as { path: string; missing: string };

  it('says in one line what is missing and how to get it, without failing the install', () => {
    const said = build({ PATH: '/nonexistent' });
    expect(said.trim().split('\n')).toHaveLength(1);
    for (const way of ['apt install g++', 'dnf install gcc-c++', 'xcode-select --install', 'winget install']) {
      expect(said).toContain(way);
    }
    expect(said).toContain('No C++ compiler found');
    expect(found().missing).toBe(said.trim());
  });

  it('shows the first errors of the compiler', () => {
    const said = build(fakeCompiler(folder, 'echo "tile.h:1: error: no such instruction" >&2; exit 1'));
    expect(said).toContain('error: no such instruction');
    expect(found().missing).toBe(said.trim());
    expect(said).toMatch(/^The CPU device was not compiled, .*compiler\.sh could not compile native\/: /);
  });

  it('compiles the same sources once, and again after a change', () => {
    const environment = compilerWriting(folder, 'made');
    expect(build(environment)).toContain('Compiled the CPU device');
    const first = found().path;
    expect(readFileSync(first, 'utf8')).toBe('made');
    expect(build(environment)).toBe('');
    expect(found().path).toBe(first);
    writeFileSync(join(folder, 'native', 'src', 'extra.h'), '// changed\n');
    expect(build(environment)).toContain('Compiled the CPU device');
    expect(found().path).not.toBe(first);
  });
});
