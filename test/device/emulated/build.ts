import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** How to run the library of another processor on this one, or why that cannot be; set for the device tests. */
    readonly emulated?: { readonly command: readonly string[] } | { readonly missing: string };
  }
}

/** Debian's names: g++-aarch64-linux-gnu, and qemu-user or qemu-user-static. */
const compiler = 'aarch64-linux-gnu-g++';
const emulators = ['qemu-aarch64', 'qemu-aarch64-static'];
/** Where Debian keeps the libraries of the other processor. */
const system = '/usr/aarch64-linux-gnu';

/**
 * Compiles native/ for 64-bit ARM, and a server to ask it through a pipe, where the tools for that are installed. So every
 * proof runs as it is and only the kernels are emulated. It says nothing about speed, nor about races: this processor
 * keeps memory in a stricter order than ARM does.
 */
export function setup({ provide }: TestProject): () => void {
  if (process.platform !== 'linux' || process.arch === 'arm64') {
    provide('emulated', {
      missing: `it is emulated on Linux on other processors, and this is ${process.platform} on ${process.arch}`,
    });
    return () => {};
  }
  const emulator = emulators.find(isInstalled);
  const missing = [isInstalled(compiler) ? [] : [compiler], emulator ? [] : [emulators[0]]].flat();
  if (missing.length > 0 || !emulator) {
    provide('emulated', { missing: `this machine has no ${missing.join(' and no ')}` });
    return () => {};
  }
  const environment = { ...process.env, CXX: compiler, TPDNE_ARCH: 'arm64' };
  execFileSync('node', ['scripts/build-native.mjs'], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  const { library, problem } = JSON.parse(readFileSync('native/build/current-arm64.json', 'utf8'));
  if (!library) throw new Error(problem);
  const folder = mkdtempSync(join(tmpdir(), 'tpdne-'));
  const server = join(folder, 'serve-library');
  const path = join(process.cwd(), 'native/build', library);
  const source = 'test/device/emulated/serve-library.cpp';
  execFileSync(compiler, ['-std=c++17', source, path, '-o', server], { stdio: ['ignore', 'ignore', 'inherit'] });
  // 'max' has every instruction that the emulator knows.
  provide('emulated', { command: [emulator, '-cpu', 'max', '-L', system, server] });
  return () => rmSync(folder, { recursive: true });
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}
