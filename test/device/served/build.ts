import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { compileLibrary } from '../../../scripts/native/compile.mjs';
import { compilerNames, findCompiler } from '../../../scripts/native/compiler.mjs';
import { HOST, PLATFORMS } from '../../../scripts/native/platforms.mjs';

/** How to run a library in a process of its own, or why that cannot be. */
export type Served = { readonly command: readonly string[] } | { readonly missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** The library of 64-bit ARM on this processor; set for the device tests. */
    readonly emulated?: Served;
    /** The library that ends its process at undefined behaviour and at reads and writes past its memory; likewise. */
    readonly sanitized?: Served;
  }
}

const arm = PLATFORMS.find(({ os, cpu }) => os === 'linux' && cpu === 'arm64')!;
/** Of Debian's packages qemu-user and qemu-user-static. */
const emulators = ['qemu-aarch64', 'qemu-aarch64-static'];
/** Where Debian keeps the libraries of the other processor. */
const system = '/usr/aarch64-linux-gnu';

/** AddressSanitizer and UndefinedBehaviorSanitizer, of GCC and Clang alike; the first fault ends the process. */
const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** Makes what the device tests run in other processes, where the tools for that are installed. */
export async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'tpdne-'));
  provide('emulated', await emulated(folder));
  provide('sanitized', await sanitized(folder));
  return () => rmSync(folder, { recursive: true });
}

/**
 * Compiles native/ for 64-bit ARM. So every proof runs as it is and only the kernels are emulated. It says nothing about
 * speed, nor about races: this processor keeps memory in a stricter order than ARM does.
 */
async function emulated(folder: string): Promise<Served> {
  if (process.platform !== 'linux' || process.arch === 'arm64') {
    return {
      missing: `it is emulated on Linux on other processors, and this is ${process.platform} on ${process.arch}`,
    };
  }
  const compiler = findCompiler(arm);
  const emulator = emulators.find(isInstalled);
  if (!compiler || !emulator) {
    const missing = [compiler ? [] : compilerNames(arm), emulator ? [] : [emulators[0]]].flat();
    return { missing: `this machine has no ${missing.join(' and no ')}` };
  }
  const { library } = await compileLibrary(compiler, arm);
  const server = join(folder, 'serve-emulated');
  link(compiler.command, [library], server);
  // 'max' has every instruction that the emulator knows.
  return { command: [emulator, '-cpu', 'max', '-L', system, server] };
}

/** Compiles native/ for this machine with the sanitizers in it. Without optimization of loops: the proofs are small. */
async function sanitized(folder: string): Promise<Served> {
  const compiler = process.platform === 'linux' ? findCompiler(HOST) : null;
  if (compiler === null) return { missing: 'this machine has no C++ compiler whose sanitizers are known' };
  const probe = ['-x', 'c++', '-', ...sanitizers, '-o', join(folder, 'nothing')];
  if (spawnSync(compiler.command, probe, { input: 'int main() {}' }).status !== 0) {
    return { missing: `${compiler.command} has no sanitizers installed` };
  }
  const { library } = await compileLibrary(compiler, HOST, [...sanitizers, '-O1', '-g1']);
  const server = join(folder, 'serve-sanitized');
  link(compiler.command, [library, ...sanitizers], server);
  return { command: [server] };
}

function link(compiler: string, flags: readonly string[], server: string): void {
  const source = 'test/device/served/serve-library.cpp';
  execFileSync(compiler, ['-std=c++17', source, ...flags, '-o', server], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}
