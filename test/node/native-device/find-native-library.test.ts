import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findNativeLibrary } from '../../../src/node/native-device/find-native-library.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const PLATFORM = 'linux-x64';
const PACKAGE = '@this-post-does-not-exist/cpu-linux-x64';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const write = (file: string, content: object | string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
};
const writeMain = (optionalDependencies?: object) =>
  write('package.json', { name: 'this-post-does-not-exist', ...(optionalDependencies && { optionalDependencies }) });
const writePackage = () => {
  write(`node_modules/${PACKAGE}/package.json`, { name: PACKAGE, main: 'libtpdne.so' });
  write(`node_modules/${PACKAGE}/libtpdne.so`, 'a library');
};
const missing = () => (findNativeLibrary(folder, PLATFORM) as { missing: string }).missing;

describe('findNativeLibrary', () => {
  it('prefers the library compiled here to that of a package', () => {
    writePackage();
    write('native/build/current.json', { library: 'abc/libtpdne.so' });
    expect(findNativeLibrary(folder, PLATFORM)).toEqual({ path: join(folder, 'native/build/abc/libtpdne.so') });
  });

  it('takes the library in the package for the platform', () => {
    writePackage();
    expect(findNativeLibrary(folder, PLATFORM)).toEqual({
      path: join(folder, 'node_modules', PACKAGE, 'libtpdne.so'),
    });
    write('native/build/current.json', { problem: 'No C++ compiler found.' });
    expect(findNativeLibrary(folder, PLATFORM)).toMatchObject({ path: expect.stringContaining(PACKAGE) });
  });

  it('does not take the package of another platform', () => {
    writePackage();
    expect(findNativeLibrary(folder, 'linux-arm64')).toHaveProperty('missing');
  });

  it('says why it was not compiled', () => {
    writeMain();
    write('native/build/current.json', { problem: 'No C++ compiler found.' });
    expect(missing()).toBe('No C++ compiler found.');
  });

  it('says how to compile it in a clone', () => {
    writeMain();
    expect(missing()).toBe('The CPU device is not compiled; compile it with: npm run compile.');
    // A clone has other optional dependencies, though none with a library.
    writeMain({ webgpu: '1.0.0' });
    expect(missing()).toBe('The CPU device is not compiled; compile it with: npm run compile.');
    write('native/build/current.json', '{"library": "cut o');
    expect(missing()).toContain('npm run compile');
  });

  it('names the package that was not installed', () => {
    writeMain({ [PACKAGE]: '1.0.0' });
    expect(missing()).toBe(
      `The package ${PACKAGE} with the compiled CPU device is not installed. Install again without --omit=optional.`,
    );
  });

  it('says that no library is published for a platform, and how to compile one', () => {
    writeMain({ '@this-post-does-not-exist/cpu-win32-x64': '1.0.0' });
    expect(missing()).toMatch(/^No compiled CPU device is published for linux-x64\. Clone/);
  });
});
