import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { compileLibrary } from '../../../scripts/native/compile.mjs';
import { compilerNames, findCompiler } from '../../../scripts/native/compiler.mjs';
import { PLATFORMS } from '../../../scripts/native/platforms.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** How to run the library of another processor on this one, or why that cannot be; set for the device tests. */
    readonly emulated?: { readonly command: readonly string[] } | { readonly missing: string };
  }
}

const platform = PLATFORMS.find(({ os, cpu }) => os === 'linux' && cpu === 'arm64')!;
/** Of Debian's packages qemu-user and qemu-user-static. */
const emulators = ['qemu-aarch64', 'qemu-aarch64-static'];
/** Where Debian keeps the libraries of the other processor. */
const system = '/usr/aarch64-linux-gnu';

/**
 * Compiles native/ for 64-bit ARM, and a server to ask it through a pipe, where the tools for that are installed. So every
 * proof runs as it is and only the kernels are emulated. It says nothing about speed, nor about races: this processor
 * keeps memory in a stricter order than ARM does.
 */
export async function setup({ provide }: TestProject): Promise<() => void> {
  if (process.platform !== 'linux' || process.arch === 'arm64') {
    provide('emulated', {
      missing: `it is emulated on Linux on other processors, and this is ${process.platform} on ${process.arch}`,
    });
    return () => {};
  }
  const compiler = findCompiler(platform);
  const emulator = emulators.find(isInstalled);
  if (!compiler || !emulator) {
    const missing = [compiler ? [] : compilerNames(platform), emulator ? [] : [emulators[0]]].flat();
    provide('emulated', { missing: `this machine has no ${missing.join(' and no ')}` });
    return () => {};
  }
  const { library } = await compileLibrary(compiler, platform);
  const folder = mkdtempSync(join(tmpdir(), 'tpdne-'));
  const server = join(folder, 'serve-library');
  const source = 'test/device/emulated/serve-library.cpp';
  execFileSync(compiler.command, ['-std=c++17', source, library, '-o', server], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // 'max' has every instruction that the emulator knows.
  provide('emulated', { command: [emulator, '-cpu', 'max', '-L', system, server] });
  return () => rmSync(folder, { recursive: true });
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}
